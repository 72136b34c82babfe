import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { useHasRole } from '@/contexts/auth-context'
import { useFormat } from '@/hooks/use-format'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { unmergeContact } from './contacts-api'
import type { Alias, ContactDetail } from './model'

interface AddressListProps {
  contact: ContactDetail
  hrefOf: (id: number) => string
}

/** Por que endereços esta pessoa é conhecida, e quem ensinou cada um. */
export function AddressList({ contact, hrefOf }: AddressListProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [undoing, setUndoing] = useState<Alias | null>(null)
  return (
    <section className="flex flex-col gap-2 border-b p-4">
      <h3 className="text-sub text-text-3">{t('contacts.addresses')}</h3>
      <dl className="flex flex-col gap-2">
        {contact.phone ? (
          <Address
            label={t('contacts.phone')}
            value={formatPhone(contact.phone)}
            copied={contact.phone}
            copyLabel={t('contacts.copyPhone')}
          />
        ) : null}
        {contact.lid && !contact.aliases.some(({ address }) => address === contact.lid) ? (
          <Address
            label={t('contacts.lid')}
            value={contact.lid}
            copied={contact.lid}
            copyLabel={t('contacts.copyLid')}
          />
        ) : null}
        {contact.aliases.map((alias) => (
          <Address
            key={alias.address}
            label={alias.kind === 'lid' ? t('contacts.lid') : t('contacts.alias')}
            value={alias.kind === 'lid' ? alias.address : formatPhone(alias.address)}
            copied={alias.address}
            copyLabel={alias.kind === 'lid' ? t('contacts.copyLid') : t('contacts.copyPhone')}
          >
            {t(`contacts.taught.${alias.taught_by}`)}
            <EventLink event={alias.event} />
            {alias.taught_by === 'person' && alias.kind === 'lid' ? (
              <Button
                size="inline"
                variant="link"
                onClick={() => {
                  setUndoing(alias)
                }}
              >
                {t('contacts.unmerge')}
              </Button>
            ) : null}
          </Address>
        ))}
        {contact.first_seen_at ? (
          <div>
            <dt className="text-meta text-text-3">{t('contacts.firstSeen')}</dt>
            <dd className="tabular text-base">{format.dateTime(contact.first_seen_at)}</dd>
          </div>
        ) : null}
      </dl>
      {undoing ? (
        <UnmergeDialog
          contact={contact}
          address={undoing.address}
          hrefOf={hrefOf}
          onClose={() => {
            setUndoing(null)
          }}
        />
      ) : null}
    </section>
  )
}

interface AddressProps {
  label: string
  value: string
  copied: string
  copyLabel: string
  /** Quem o ensinou. */
  children?: ReactNode
}

function Address({ label, value, copied, copyLabel, children }: AddressProps) {
  return (
    <div>
      <dt className="text-meta text-text-3">{label}</dt>
      <dd className="tabular flex items-center gap-1 text-base">
        <span className="min-w-0 break-all">{value}</span>
        <CopyButton text={copied} label={copyLabel} className="-my-1" />
      </dd>
      {children ? (
        <dd className="flex flex-wrap items-center gap-x-2 text-meta text-text-3">{children}</dd>
      ) : null}
    </div>
  )
}

/** O evento que provou o par: só quem vê eventos o abre. */
function EventLink({ event }: { event: number | null }) {
  const { t } = useTranslation()
  const canSee = useHasRole('admin', 'manager')
  if (event === null || !canSee) return null
  return (
    <Link to={paths.event(event)} className="py-1 text-accent-text underline">
      {t('contacts.seeEvent')}
    </Link>
  )
}

interface UnmergeDialogProps extends AddressListProps {
  address: string
  onClose: () => void
}

function UnmergeDialog({ contact, address, hrefOf, onClose }: UnmergeDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('contacts.unmergeTitle')}
      actLabel={t('contacts.unmerge')}
      busyLabel={t('contacts.unmerging')}
      onConfirm={async () => {
        const back = await unmergeContact(contact.id, address)
        void client.invalidateQueries({ queryKey: key('contact-list') })
        void client.invalidateQueries({ queryKey: key('contacts') })
        showToast(t('contacts.unmergeDone'))
        await navigate(hrefOf(back.id))
      }}
    >
      <p>{t('contacts.unmergeText', { address })}</p>
    </ConfirmDialog>
  )
}
