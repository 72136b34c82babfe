import { useQueryClient } from '@tanstack/react-query'
import { Ban, CircleCheck, Merge, UserPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { useHasRole } from '@/contexts/auth-context'
import { loadTexts } from '@/i18n'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { contactQuery } from './contacts-api'
import type { ContactDetail } from './model'

const MergeDialog = lazy(() =>
  import('./merge-dialog').then((module) => ({ default: module.MergeDialog })),
)

// Os textos de grupos vêm com as conversas.
const AddToGroupDialog = lazy(() =>
  Promise.all([import('./add-to-group-dialog'), loadTexts('thread')]).then(([module]) => ({
    default: module.AddToGroupDialog,
  })),
)

interface ContactActsProps {
  contact: ContactDetail
  name: string
  hrefOf: (id: number) => string
}

/** Pôr num grupo, mesclar, bloquear: o que muda onde e quem a pessoa é para esta instância. */
export function ContactActs({ contact, name, hrefOf }: ContactActsProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const [open, setOpen] = useState<'block' | 'merge' | 'group' | null>(null)
  const isManager = useHasRole('admin', 'manager')
  const groupReason = isManager ? offline : t('contacts.addToGroupOnlyManagers')
  const act = contact.blocked ? 'unblock' : 'block'
  // Um telefone que já tem LID não tem com quem se unir.
  const canMerge = contact.kind === 'lid' || contact.lid === null
  const close = () => {
    setOpen(null)
  }
  return (
    <section className="flex flex-wrap gap-2 p-4">
      <Button
        disabled={groupReason !== null}
        data-tip={groupReason ?? undefined}
        onClick={() => {
          setOpen('group')
        }}
      >
        <UserPlus aria-hidden className="size-4" strokeWidth={1.75} />
        {t('contacts.addToGroup')}
      </Button>
      {canMerge ? (
        <Button
          disabled={offline !== null}
          data-tip={offline ?? undefined}
          onClick={() => {
            setOpen('merge')
          }}
        >
          <Merge aria-hidden className="size-4" strokeWidth={1.75} />
          {t('contacts.merge')}
        </Button>
      ) : null}
      <Button
        disabled={offline !== null}
        data-tip={offline ?? undefined}
        onClick={() => {
          setOpen('block')
        }}
      >
        {contact.blocked ? (
          <CircleCheck aria-hidden className="size-4" strokeWidth={1.75} />
        ) : (
          <Ban aria-hidden className="size-4" strokeWidth={1.75} />
        )}
        {t(`contacts.${act}`)}
      </Button>
      {isManager ? null : (
        <p className="w-full text-meta text-text-3">{t('contacts.addToGroupOnlyManagers')}</p>
      )}
      {open === 'block' ? (
        <ConfirmDialog
          isOpen
          isDangerous={!contact.blocked}
          onClose={close}
          title={t(`contacts.${act}Title`, { name })}
          actLabel={t(`contacts.${act}`)}
          busyLabel={t(`contacts.${act}ing`)}
          onConfirm={async () => {
            const saved = await call(
              contact.blocked
                ? 'POST /api/contacts/{id}/unblock/'
                : 'POST /api/contacts/{id}/block/',
              { path: { id: contact.id }, timeout: SLOW_MS },
            )
            client.setQueryData(contactQuery(contact.id).queryKey, saved)
            showToast(t(`contacts.${act}Done`, { name }))
          }}
        >
          <p>{t(`contacts.${act}Text`)}</p>
        </ConfirmDialog>
      ) : null}
      <Suspense>
        {open === 'merge' ? (
          <MergeDialog contact={contact} name={name} hrefOf={hrefOf} onClose={close} />
        ) : open === 'group' ? (
          <AddToGroupDialog contact={contact} name={name} onClose={close} />
        ) : null}
      </Suspense>
    </section>
  )
}
