import { SendHorizontal } from 'lucide-react'
import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type Ref,
} from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/ui/icon-button'
import { useUser } from '@/contexts/auth-context'
import { useMediaQuery } from '@/hooks/use-media-query'
import { readLocal } from '@/lib/storage'
import type { Chat, InstanceRow, Mensagem, Quoted } from '../model'
import { InstanceNotice } from './instance-notice'
import { enqueue } from './outgoing'
import { ReplyBar } from './reply-bar'
import { useDraft } from './use-draft'

export interface ComposerHandle {
  focus: () => void
  reply: (message: Mensagem) => void
  rewrite: (text: string) => void
}

interface ComposerProps {
  chat: Chat
  instance: InstanceRow | undefined
  handleRef: Ref<ComposerHandle>
  onSent: () => void
  onEscape: () => void
  onJump: (messageId: number) => void
}

function quotedOf(message: Mensagem): Quoted {
  return {
    id: message.id,
    message_id: message.message_id ?? '',
    sender_id: message.sender_id,
    sender_name: message.sender_name,
    from_me: message.direction === 'out',
    type: message.type,
    text: message.text,
  }
}

/** Enter envia, ou Ctrl+Enter para quem escolheu assim. No celular Enter é linha nova. */
function sendsWith(event: KeyboardEvent, isCoarse: boolean): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.nativeEvent.isComposing)
    return false
  const needsCtrl = readLocal('sendWith') === 'ctrl-enter' || isCoarse
  return needsCtrl ? event.ctrlKey || event.metaKey : true
}

export function Composer({ chat, instance, handleRef, onSent, onEscape, onJump }: ComposerProps) {
  const { t } = useTranslation()
  const { id: userId } = useUser()
  const isCoarse = useMediaQuery('(pointer: coarse)')
  const { draft, changeDraft, clearDraft } = useDraft({ userId, chat })
  const fieldRef = useRef<HTMLTextAreaElement>(null)
  const canSend = draft.text.trim() !== ''
  const firstName = chat.name.split(' ')[0] ?? chat.name

  // Cresce de 1 a 8 linhas com o texto.
  useLayoutEffect(() => {
    const field = fieldRef.current
    if (!field) return
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + 2}px`
  }, [draft.text])

  // Abrir a conversa já deixa escrever; no toque o teclado cobriria a leitura.
  useEffect(() => {
    if (!isCoarse) fieldRef.current?.focus({ preventScroll: true })
  }, [isCoarse])

  useImperativeHandle(handleRef, () => ({
    focus: () => fieldRef.current?.focus(),
    reply: (message) => {
      changeDraft({ replyTo: message.id, quoted: quotedOf(message) })
      fieldRef.current?.focus()
    },
    rewrite: (text) => {
      // Não se perde o que já estava escrito.
      changeDraft({ text: draft.text.trim() ? `${draft.text}\n${text}` : text })
      fieldRef.current?.focus()
    },
  }))

  function send() {
    if (!canSend) return
    enqueue({
      key: draft.idempotencyKey,
      chat: chat.id,
      text: draft.text.trim(),
      replyTo: draft.replyTo,
      quoted: draft.quoted,
    })
    clearDraft()
    onSent()
    fieldRef.current?.focus()
  }

  /** Envolve a seleção nas marcas do WhatsApp. */
  function wrap(mark: string) {
    const field = fieldRef.current
    if (!field) return
    const { selectionStart: start, selectionEnd: end } = field
    const chosen = draft.text.slice(start, end)
    field.setRangeText(`${mark}${chosen}${mark}`, start, end, 'end')
    if (!chosen) field.setSelectionRange(start + 1, start + 1)
    changeDraft({ text: field.value })
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (sendsWith(event, isCoarse)) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (draft.replyTo === null) onEscape()
      else changeDraft({ replyTo: null, quoted: null })
    } else if (
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      (event.key === 'b' || event.key === 'i')
    ) {
      event.preventDefault()
      wrap(event.key === 'b' ? '*' : '_')
    }
  }

  return (
    <section
      data-region
      aria-label={t('composer.label')}
      className="shrink-0 border-t bg-surface pb-safe"
    >
      {instance ? <InstanceNotice instance={instance} /> : null}
      {draft.replyTo === null ? null : (
        <ReplyBar
          quoted={draft.quoted}
          chat={chat}
          replyTo={draft.replyTo}
          onJump={onJump}
          onCancel={() => {
            changeDraft({ replyTo: null, quoted: null })
            fieldRef.current?.focus()
          }}
        />
      )}
      <form
        className="flex items-end gap-2 px-3 py-2 tablet:px-4"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <textarea
          ref={fieldRef}
          rows={1}
          value={draft.text}
          aria-label={t('composer.replyTo', { name: chat.name })}
          placeholder={
            isCoarse
              ? t('composer.placeholderTouch')
              : t('composer.placeholder', { name: firstName })
          }
          onChange={(event) => {
            changeDraft({ text: event.target.value })
          }}
          onKeyDown={onKeyDown}
          className="max-h-[12.5rem] min-h-9 flex-1 resize-none overflow-y-auto rounded-control border border-border-strong bg-surface px-3 py-1.5 text-msg text-text focus-visible:outline-offset-0 touch:min-h-11 touch:py-2.5"
        />
        <IconButton
          type="submit"
          icon={SendHorizontal}
          label={t('composer.send')}
          keys={isCoarse ? undefined : 'Enter'}
          tone="accent"
          disabled={!canSend}
        />
      </form>
    </section>
  )
}
