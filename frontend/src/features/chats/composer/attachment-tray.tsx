import { ArrowDown, ArrowUp, CircleAlert, FileText, Music, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { useFormat } from '@/hooks/use-format'
import { fitsAsDocument, MAX_BYTES, problemOf, takesCaption, type Attachment } from './attachments'
import type { Tray } from './use-attachments'

interface AttachmentTrayProps {
  tray: Tray
  draftText: string
  onDraftText: (text: string) => void
  onSend: () => void
}

/** O que vai ser enviado, na ordem: prévia, legenda, e o que não serve dito antes de subir. */
export function AttachmentTray({ tray, draftText, onDraftText, onSend }: AttachmentTrayProps) {
  const { t } = useTranslation()
  return (
    <ul
      aria-label={t('attach.tray')}
      className="flex max-h-[45dvh] flex-col gap-2 overflow-y-auto px-3 pt-2 tablet:px-4"
    >
      {tray.items.map((item, index) => (
        <li key={item.key} className="flex items-start gap-3 rounded-control border p-2">
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
  const box = 'size-16 shrink-0 rounded-control bg-sunken object-cover'
  if (item.url && item.kind !== 'video') return <img src={item.url} alt="" className={box} />
  if (item.url) return <video src={item.url} muted preload="metadata" className={box} />
  const Icon = item.kind === 'audio' ? Music : FileText
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
    <p role="alert" className="flex flex-wrap items-center gap-x-2 text-sub text-bad">
      <CircleAlert aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      {problem === 'empty'
        ? t('attach.empty')
        : t('attach.tooBig', { limit: format.bytes(MAX_BYTES[item.kind]) })}
      {fitsAsDocument(item) ? (
        <Button size="inline" variant="link" onClick={onAsDocument}>
          {t('attach.asDocument')}
        </Button>
      ) : null}
    </p>
  )
}
