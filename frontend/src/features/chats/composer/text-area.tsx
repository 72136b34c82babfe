import {
  useEffect,
  useLayoutEffect,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react'
import { useTranslation } from 'react-i18next'
import { useMediaQuery } from '@/hooks/use-media-query'
import { readSendWith, SEND_KEYS } from '@/lib/send-with'
import type { Chat } from '../model'

interface TextAreaProps {
  fieldRef: RefObject<HTMLTextAreaElement | null>
  chat: Chat
  text: string
  isCoarse: boolean
  onText: (text: string) => void
  onFiles: (files: File[]) => void
  onSend: () => void
  /** ↑ com o campo vazio; false: não há o que editar. */
  onEditLast: () => boolean
  onEscape: () => void
}

/** Enter envia, ou Ctrl+Enter para quem escolheu assim. No celular Enter é linha nova. */
function sendsWith(event: KeyboardEvent, isCoarse: boolean): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.nativeEvent.isComposing)
    return false
  const needsCtrl = readSendWith() === 'ctrl_enter' || isCoarse
  return needsCtrl ? event.ctrlKey || event.metaKey : true
}

/** O campo de escrever: cresce com o texto, e as teclas dele. */
export function TextArea({
  fieldRef,
  chat,
  text,
  isCoarse,
  onText,
  onFiles,
  onSend,
  onEditLast,
  onEscape,
}: TextAreaProps) {
  const { t } = useTranslation()
  const isPhone = useMediaQuery('(width < 48rem)')
  // Numa conversa vazia não há a que responder.
  const hasMessages = chat.last_message_at !== null
  // De um grupo o nome é um só; de uma pessoa basta o primeiro.
  const shortName = chat.kind === 'group' ? chat.name : (chat.name.split(' ')[0] ?? chat.name)

  // Cresce de 1 a 8 linhas com o texto.
  useLayoutEffect(() => {
    const field = fieldRef.current
    if (!field) return
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + 2}px`
  }, [fieldRef, text])

  // Abrir a conversa já deixa escrever; no toque o teclado cobriria a leitura.
  useEffect(() => {
    if (!isCoarse) fieldRef.current?.focus({ preventScroll: true })
  }, [fieldRef, isCoarse])

  function onPaste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files]
    // Texto formatado vem com uma imagem dele mesmo: o que se quis colar é o texto.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    onFiles(files)
  }

  /** Envolve a seleção nas marcas do WhatsApp. */
  function wrap(mark: string) {
    const field = fieldRef.current
    if (!field) return
    const { selectionStart: start, selectionEnd: end } = field
    const chosen = text.slice(start, end)
    field.setRangeText(`${mark}${chosen}${mark}`, start, end, 'end')
    if (!chosen) field.setSelectionRange(start + 1, start + 1)
    onText(field.value)
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey
    if (sendsWith(event, isCoarse)) {
      event.preventDefault()
      onSend()
    } else if (event.key === 'ArrowUp' && text === '' && !event.altKey) {
      if (onEditLast()) event.preventDefault()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      onEscape()
    } else if (isCommand && (event.key === 'b' || event.key === 'i')) {
      event.preventDefault()
      wrap(event.key === 'b' ? '*' : '_')
    }
  }

  return (
    <textarea
      ref={fieldRef}
      rows={1}
      value={text}
      aria-label={t(hasMessages ? 'composer.replyTo' : 'composer.writeTo', { name: chat.name })}
      placeholder={
        isCoarse || isPhone || !hasMessages
          ? t('composer.placeholderShort')
          : t('composer.placeholder', { name: shortName, keys: SEND_KEYS[readSendWith()].send })
      }
      onChange={(event) => {
        onText(event.target.value)
      }}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      className="max-h-[12.5rem] min-h-9 min-w-0 flex-1 resize-none overflow-y-auto rounded-control border border-border-strong bg-surface px-3 py-1.5 text-msg text-text focus-visible:outline-offset-0 touch:min-h-11 touch:py-2.5"
    />
  )
}
