import { ArrowDown, ArrowUp, CircleAlert, FileText, Music, Video, X } from 'lucide-react'
import { useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { useFormat } from '@/hooks/use-format'
import { fitsAsDocument, MAX_BYTES, problemOf, takesCaption, type Attachment } from './attachments'
import type { Tray } from './use-attachments'

interface AttachmentTrayProps {
  listRef: Ref<HTMLUListElement>
  tray: Tray
  draftText: string
  onDraftText: (text: string) => void
  onSend: () => void
}

/** O que vai ser enviado, na ordem: prévia, legenda, e o que não serve dito antes de subir. */
export function AttachmentTray({
  listRef,
  tray,
  draftText,
  onDraftText,
  onSend,
}: AttachmentTrayProps) {
  const { t } = useTranslation()
  return (
    <ul
      ref={listRef}
      aria-label={t('attach.tray')}
      className="flex max-h-[45dvh] flex-col gap-2 overflow-y-auto px-3 pt-2 tablet:px-4"
    >
      {tray.items.map((item, index) => (
        <li
          key={item.key}
          data-problem={problemOf(item) ?? undefined}
          className="flex items-start gap-3 rounded-control border p-2"
        >
          <Preview item={item} />
          <div className="flex min-w-0 flex-1 flex-col gap-1.5">
            <FileFacts item={item} />
            {takesCaption(item.kind) ? (
              <Input
                aria-label={t('attach.captionOf', { name: item.file.name })}
                placeholder={t('attach.caption')}
                value={item.isDraft ? draftText : item.caption}
                onChange={(event) => {
                  if (item.isDraft) onDraftText(event.target.value)
                  else tray.change(item.key, { caption: event.target.value })
                }}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                  event.preventDefault()
                  onSend()
                }}
              />
            ) : null}
            <Problem
              item={item}
              onAsDocument={() => {
                tray.change(item.key, { kind: 'document' })
              }}
            />
          </div>
          <span className="flex shrink-0 flex-col">
            <IconButton
              size="small"
              icon={X}
              label={t('attach.remove', { name: item.file.name })}
              onClick={() => {
                tray.remove(item)
              }}
            />
            {tray.items.length > 1 ? (
              <>
                <IconButton
                  size="small"
                  icon={ArrowUp}
                  label={t('attach.earlier', { name: item.file.name })}
                  disabled={index === 0}
                  onClick={() => {
                    tray.move(item.key, -1)
                  }}
                />
                <IconButton
                  size="small"
                  icon={ArrowDown}
                  label={t('attach.later', { name: item.file.name })}
                  disabled={index === tray.items.length - 1}
                  onClick={() => {
                    tray.move(item.key, 1)
                  }}
                />
              </>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Preview({ item }: { item: Attachment }) {
  // Um arquivo que o navegador não abre ainda se envia: fica o ícone, e não um quadro vazio.
  const [isBroken, setBroken] = useState(false)
  const giveUp = () => {
    setBroken(true)
  }
  const box = 'size-16 shrink-0 rounded-control bg-sunken object-cover'
  if (item.url && !isBroken) {
    return item.kind === 'video' ? (
      <video src={item.url} muted preload="metadata" onError={giveUp} className={box} />
    ) : (
      <img src={item.url} alt="" onError={giveUp} className={box} />
    )
  }
  const Icon = item.kind === 'audio' ? Music : item.kind === 'video' ? Video : FileText
  return (
    <span className="grid size-16 shrink-0 place-items-center rounded-control bg-sunken text-accent-text">
      <Icon aria-hidden className="size-7" strokeWidth={1.5} />
    </span>
  )
}

function FileFacts({ item }: { item: Attachment }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <p className="flex min-w-0 items-baseline gap-2">
      <span className="min-w-0 truncate text-base font-medium">{item.file.name}</span>
      <span className="tabular shrink-0 text-meta text-text-3">
        {t(`types.${item.kind === 'gif' ? 'video' : item.kind}`)} · {format.bytes(item.file.size)}
      </span>
    </p>
  )
}

function Problem({ item, onAsDocument }: { item: Attachment; onAsDocument: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const problem = problemOf(item)
  if (!problem) return null
  return (
    <p role="alert" className="flex items-start gap-2 text-sub text-bad">
      <CircleAlert aria-hidden className="mt-px size-4 shrink-0" strokeWidth={1.75} />
      <span className="flex min-w-0 flex-wrap items-center gap-x-2">
        {problem === 'empty'
          ? t('attach.empty')
          : t('attach.tooBig', { limit: format.bytes(MAX_BYTES[item.kind]) })}
        {fitsAsDocument(item) ? (
          <Button size="inline" variant="link" onClick={onAsDocument}>
            {t('attach.asDocument')}
          </Button>
        ) : null}
      </span>
    </p>
  )
}
