import { Ban } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { RelativeTime } from '@/components/relative-time'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/lib/cn'
import { formatPhone } from '@/lib/format'
import { nameOf, type Contact } from './model'

/** As mesmas colunas no cabeçalho e nas linhas; com o painel aberto, as de menos saem. */
const COLUMNS =
  'grid grid-cols-[minmax(10rem,1fr)_minmax(9rem,13rem)] items-center gap-4 @3xl:grid-cols-[minmax(12rem,1fr)_13rem_9rem_minmax(6rem,10rem)]'
const ONLY_WIDE = '@max-3xl:hidden'

export function ListHeader() {
  const { t } = useTranslation()
  return (
    <div
      aria-hidden
      className="flex h-9 shrink-0 items-center border-b px-4 text-meta font-medium text-text-3"
    >
      <span className={cn(COLUMNS, 'flex-1')}>
        <span>{t('contacts.col.name')}</span>
        <span>{t('contacts.col.phone')}</span>
        <span className={ONLY_WIDE}>{t('contacts.col.lastChat')}</span>
        <span className={ONLY_WIDE}>{t('contacts.col.instance')}</span>
      </span>
    </div>
  )
}

interface RowProps {
  contact: Contact
  to: string
  isOpen: boolean
  isPhone: boolean
}

export function ContactRow({ contact, to, isOpen, isPhone }: RowProps) {
  const { t } = useTranslation()
  const name = nameOf(contact, t('contacts.noName'))
  const number = contact.phone ? formatPhone(contact.phone) : t('contacts.hiddenNumber')
  const when = contact.last_message_at ? (
    <RelativeTime iso={contact.last_message_at} />
  ) : (
    t('contacts.never')
  )
  return (
    <Link
      to={to}
      data-row
      aria-current={isOpen ? 'true' : undefined}
      className={cn(
        'h-full border-b px-4 outline-offset-[-2px] transition-colors focus-visible:bg-sunken',
        isOpen ? 'bg-selected shadow-[inset_3px_0_0_var(--accent)]' : 'bg-surface hover:bg-sunken',
        isPhone ? 'flex items-center gap-3' : COLUMNS,
      )}
    >
      <span className="flex min-w-0 flex-1 items-center gap-3">
        <Avatar
          name={name}
          src={contact.picture}
          className={isPhone ? undefined : 'size-7 text-meta'}
        />
        <span className="min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <span className="truncate font-medium">{name}</span>
            {contact.blocked ? (
              <Badge tone="bad" icon={Ban}>
                {t('contacts.blocked')}
              </Badge>
            ) : null}
          </span>
          {isPhone ? (
            <span className="tabular block truncate text-sub text-text-2">{number}</span>
          ) : null}
        </span>
      </span>
      {isPhone ? (
        <span className="flex shrink-0 flex-col items-end text-meta text-text-3">
          <span>{when}</span>
          <span className="max-w-24 truncate">{contact.instance_name}</span>
        </span>
      ) : (
        <>
          <span className={cn('tabular truncate', contact.phone ? 'text-text-2' : 'text-text-3')}>
            {number}
          </span>
          <span className={cn(ONLY_WIDE, 'truncate text-text-2')}>{when}</span>
          <span className={cn(ONLY_WIDE, 'truncate text-text-2')}>{contact.instance_name}</span>
        </>
      )}
    </Link>
  )
}
