import { X } from 'lucide-react'
import { useState, useSyncExternalStore, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/ui/icon-button'
import { useFormat } from '@/hooks/use-format'
import { LinkCard } from '../bubbles/link-card'
import { RichText } from '../bubbles/rich-text'
import { discard, outgoingFile, uploadStore } from '../composer/outgoing'
import { TYPE_ICON } from '../message-face'
import type { Outgoing } from '../model'

interface OutgoingBodyProps {
  entry: Outgoing
  after: ReactNode
}

const PICTURES: readonly string[] = ['image', 'gif', 'video']

/** O que se enviou, como está aqui: a foto do próprio arquivo, antes de o servidor a devolver. */
export function OutgoingBody({ entry, after }: OutgoingBodyProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { type, text, fields } = entry
  const held = outgoingFile(entry.key)
  // O que o navegador não abre mostra-se pelo nome, e não como um quadro vazio.
  const [isBroken, setBroken] = useState(false)
  const giveUp = () => {
    setBroken(true)
  }
  if (type === 'text' || type === 'link') {
    const { url, title, description } = fields
    const link = url ? { url, title: title ?? null, description: description ?? null } : null
    return (
      <>
        {link ? <LinkCard link={link} text={text} /> : null}
        <RichText text={text ?? ''} after={after} />
      </>
    )
  }
  if (held?.url && !isBroken && PICTURES.includes(type)) {
    const box = 'max-h-90 max-w-[min(100%,20.625rem)] rounded-control bg-sunken object-contain'
    return (
      <>
        {type === 'video' ? (
          <video src={held.url} muted preload="metadata" onError={giveUp} className={box} />
        ) : (
          <img src={held.url} alt={text ?? t('types.image')} onError={giveUp} className={box} />
        )}
        <RichText text={text ?? ''} after={after} />
      </>
    )
  }
  const shown = type === 'gif' ? 'video' : type
  const Icon = TYPE_ICON[shown]
  const name = type === 'voice' ? null : (held?.file.name ?? fields.file_name)
  const words = [
    name ?? t(`types.${shown}`),
    held ? format.bytes(held.file.size) : null,
    fields.name,
    fields.contacts?.map((contact) => contact.name).join(', '),
    fields.options?.join(' · '),
    fields.buttons?.map((button) => button.text).join(' · '),
    fields.cards?.map((card) => card.text).join(' · '),
    fields.pix_key,
    fields.code,
    fields.sections?.flatMap(({ rows }) => rows.map((row) => row.title)).join(' · '),
  ].filter(Boolean)
  return (
    <>
      <span className="flex items-center gap-2 text-base text-text-2">
        <Icon aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
        <span className="min-w-0 break-words">{words.join(' · ')}</span>
      </span>
      <RichText text={text ?? ''} after={after} />
    </>
  )
}

/** Quanto já subiu, e o botão que para. */
export function Upload({ entry }: { entry: Outgoing }) {
  const { t } = useTranslation()
  const part = useSyncExternalStore(
    uploadStore.subscribe,
    () => uploadStore.get().get(entry.key) ?? 0,
  )
  const percent = Math.round(part * 100)
  const name = outgoingFile(entry.key)?.file.name ?? ''
  return (
    <div className="clear-both mt-1.5 flex items-center gap-2">
      <progress
        max={100}
        value={percent}
        aria-label={t('attach.progress', { name, percent })}
        className="h-1.5 min-w-24 flex-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      <span aria-hidden className="tabular text-meta text-text-3">
        {percent} %
      </span>
      <IconButton
        size="small"
        icon={X}
        label={t('common.cancel')}
        onClick={() => {
          discard(entry.key)
        }}
      />
    </div>
  )
}
