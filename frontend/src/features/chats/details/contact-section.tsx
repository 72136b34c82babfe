import { useQuery } from '@tanstack/react-query'
import { Ban, BookUser } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Badge } from '@/components/ui/badge'
import { buttonStyles } from '@/components/ui/button'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { Fact } from './fact'
import { chatContactQuery } from './people-api'

/** Quem está do outro lado, além do que a conversa já diz. Se não carrega, o painel segue sem ele. */
export function ContactSection({ id, address }: { id: number; address: string }) {
  const { t } = useTranslation()
  const { data: contact } = useQuery(chatContactQuery(id))
  const others = (contact?.aliases ?? []).filter((alias) => alias.address !== address)
  return (
    <section className="flex flex-col items-start gap-3 border-b p-4">
      {contact?.blocked ? (
        <Badge tone="bad" icon={Ban}>
          {t('details.blocked')}
        </Badge>
      ) : null}
      {others.length > 0 ? (
        <Fact label={t('details.otherAddresses')} isCode>
          {others.map((alias) => (
            <span key={alias.address} className="block">
              {alias.kind === 'lid' ? alias.address : formatPhone(alias.address)}
            </span>
          ))}
        </Fact>
      ) : null}
      {contact?.notes ? (
        <Fact label={t('details.notes')}>
          <span className="whitespace-pre-wrap">{contact.notes}</span>
        </Fact>
      ) : null}
      <Link to={paths.contact(id)} className={buttonStyles({ size: 'small' })}>
        <BookUser aria-hidden className="size-4" strokeWidth={1.75} />
        {t('details.contact')}
      </Link>
    </section>
  )
}
