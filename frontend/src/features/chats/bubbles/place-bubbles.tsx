import { ExternalLink, MapPin, Navigation, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { formatPhone } from '@/lib/format'
import type { Mensagem } from '../model'
import { CardActs } from './card-acts'
import { Meta } from './meta'

/** Nada é pedido a um serviço de mapas antes de a pessoa clicar. */
export function LocationBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { location, media } = message
  const isLive = message.type === 'live_location'
  const Icon = isLive ? Navigation : MapPin
  return (
    <div className="w-72 max-w-full">
      {media?.thumbnail ? (
        <img
          src={media.thumbnail}
          alt=""
          className="mb-2 h-32 w-full rounded-control object-cover"
        />
      ) : null}
      <div className="flex items-start gap-2.5">
        <Icon aria-hidden className="size-6 shrink-0 text-accent-text" strokeWidth={1.75} />
        <span className="flex min-w-0 flex-col">
          <span className="text-base font-medium">
            {location?.name ??
              message.text ??
              (isLive ? t('types.live_location') : t('types.location'))}
          </span>
          {location?.address ? (
            <span className="text-sub text-text-2">{location.address}</span>
          ) : null}
          {location ? (
            <>
              <span className="tabular text-meta text-text-3">
                {location.latitude.toFixed(5)}, {location.longitude.toFixed(5)}
              </span>
              <a
                href={`https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}#map=16/${location.latitude}/${location.longitude}`}
                target="_blank"
                rel="noopener noreferrer"
                className="mt-1 inline-flex min-h-6 items-center gap-1 text-sub font-medium text-accent-text hover:underline touch:min-h-11"
              >
                {t('said.openMap')}
                <ExternalLink aria-hidden className="size-4" strokeWidth={1.75} />
              </a>
            </>
          ) : null}
        </span>
      </div>
      <Meta message={message} />
    </div>
  )
}

export function ContactBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  return (
    <div className="flex w-72 max-w-full flex-col gap-2">
      {(message.contacts ?? []).map((contact, index) => (
        <div key={`${contact.name}-${index}`} className="flex items-start gap-2.5">
          <UserRound aria-hidden className="size-6 shrink-0 text-accent-text" strokeWidth={1.75} />
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="text-base font-medium break-words">{contact.name}</span>
            {contact.phones.map((phone) => (
              <span key={phone} className="flex flex-col">
                <span className="tabular flex items-center justify-between gap-2 text-sub text-text-2">
                  {/^\d+$/.test(phone) ? formatPhone(phone) : phone}
                  <CopyButton text={phone} label={t('said.copyNumber')} />
                </span>
                <CardActs instance={message.instance} phone={phone} name={contact.name} />
              </span>
            ))}
          </span>
        </div>
      ))}
      {message.contacts?.length ? null : (
        <span className="text-base">{message.text ?? t('types.contact')}</span>
      )}
      <span>
        <Meta message={message} />
      </span>
    </div>
  )
}
