import { Mic, SendHorizontal } from 'lucide-react'
import {
  lazy,
  Suspense,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
} from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { useUser } from '@/contexts/auth-context'
import { useMediaQuery } from '@/hooks/use-media-query'
import { randomKey } from '@/lib/random-key'
import { readSendWith, SEND_KEYS } from '@/lib/send-with'
import type { Chat, InstanceRow, Mensagem, Outgoing, Quoted } from '../model'
import { AttachmentTray } from './attachment-tray'
import { problemOf, takesCaption } from './attachments'
import { InstanceNotice } from './instance-notice'
import type { MoreKind, MoreSend } from './more/more'
import { MoreMenu } from './more/more-menu'
import { discard, enqueue } from './outgoing'
import { ReplyBar } from './reply-bar'
import { useAttachments } from './use-attachments'
import { useDraft } from './use-draft'
import { voicesStore } from './voice-drafts'

const MoreDialogs = lazy(() =>
  import('./more/more-dialogs').then((module) => ({ default: module.MoreDialogs })),
)
const VoiceBar = lazy(() => import('./voice-bar').then((module) => ({ default: module.VoiceBar })))

export interface ComposerHandle {
  focus: () => void
  reply: (message: Mensagem) => void
  rewrite: (text: string, failed?: Mensagem) => void
  attach: (files: File[]) => void
  /** O formulário de um envio recusado, como estava, com o que o servidor disse de cada campo. */
  recompose: (entry: Outgoing) => void
}

interface ComposerProps {
  chat: Chat
  instance: InstanceRow | undefined
  handleRef: Ref<ComposerHandle>
  onSent: () => void
  onEscape: () => void
  onJump: (messageId: number) => void
  /** ↑ com o campo vazio; false: não há o que editar. */
  onEditLast: () => boolean
}

/** Os envios com formulário que sabe abrir preenchido. */
const RECOMPOSABLE: readonly string[] = ['list', 'buttons', 'carousel', 'link', 'pix', 'otp']

interface OpenMore {
  kind: MoreKind
  initial: Outgoing | null
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
    kind: null,
    chat_id: null,
    chat_name: null,
    mentions: message.mentions,
  }
}

/** Enter envia, ou Ctrl+Enter para quem escolheu assim. No celular Enter é linha nova. */
function sendsWith(event: KeyboardEvent, isCoarse: boolean): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.nativeEvent.isComposing)
    return false
  const needsCtrl = readSendWith() === 'ctrl_enter' || isCoarse
  return needsCtrl ? event.ctrlKey || event.metaKey : true
}

export function Composer({
  chat,
  instance,
  handleRef,
  onSent,
  onEscape,
  onJump,
  onEditLast,
}: ComposerProps) {
  const { t } = useTranslation()
  const { id: userId } = useUser()
  const isCoarse = useMediaQuery('(pointer: coarse)')
  const isPhone = useMediaQuery('(width < 48rem)')
  const { draft, changeDraft, clearDraft, currentDraft } = useDraft({ userId, chat })
  const tray = useAttachments(chat.id)
  const fieldRef = useRef<HTMLTextAreaElement>(null)
  const pickerRef = useRef<HTMLInputElement>(null)
  const trayRef = useRef<HTMLUListElement>(null)
  const [openMore, setOpenMore] = useState<OpenMore | null>(null)
  const [isRecording, setRecording] = useState(false)
  const hasVoice = useSyncExternalStore(voicesStore.subscribe, () => voicesStore.get().has(chat.id))
  // Numa conversa vazia não há a que responder.
  const hasMessages = chat.last_message_at !== null
  const hasFiles = tray.items.length > 0
  const canSend = hasFiles
    ? tray.items.every((item) => problemOf(item) === null)
    : draft.text.trim() !== ''
  // De um grupo o nome é um só; de uma pessoa basta o primeiro.
  const shortName = chat.kind === 'group' ? chat.name : (chat.name.split(' ')[0] ?? chat.name)

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
    rewrite: (text, failed) => {
      const quote =
        failed?.quoted && draft.replyTo === null
          ? { replyTo: failed.quoted.id, quoted: failed.quoted }
          : {}
      changeDraft({
        // Não se perde o que já estava escrito.
        text: draft.text.trim() ? `${draft.text}\n${text}` : text,
        ...quote,
        replaces: failed?.id ?? draft.replaces,
      })
      fieldRef.current?.focus()
    },
    attach: (files) => {
      if (files.length > 0) tray.add(files)
    },
    recompose: (entry) => {
      if (RECOMPOSABLE.includes(entry.type))
        setOpenMore({ kind: entry.type as MoreKind, initial: entry })
    },
  }))

  function send(sendAt: string | null = null) {
    if (!canSend) {
      // O que impede pode estar fora da vista: leva-se a pessoa a ele.
      trayRef.current?.querySelector<HTMLElement>('[data-problem] button')?.focus()
      return
    }
    if (!hasFiles && currentDraft().text.trim() === '') return
    if (hasFiles) sendFiles(sendAt)
    else
      enqueue({
        // Nasce com o envio: duas abas com o mesmo rascunho são dois envios.
        key: randomKey(),
        chat: chat.id,
        text: draft.text.trim(),
        fields: sendAt ? { send_at: sendAt } : {},
        replyTo: draft.replyTo,
        quoted: draft.quoted,
        replaces: draft.replaces,
      })
    if (hasFiles && !tray.items.some(({ isDraft }) => isDraft))
      changeDraft({ replyTo: null, quoted: null })
    else clearDraft()
    onSent()
    fieldRef.current?.focus()
  }

  /** A citação vai com o primeiro; a legenda da dona do rascunho é o texto do campo. */
  function sendFiles(sendAt: string | null) {
    tray.items.forEach(({ key, file, kind, url, caption, isDraft }, index) => {
      const text = takesCaption(kind) ? (isDraft ? draft.text : caption).trim() : ''
      enqueue({
        key,
        chat: chat.id,
        type: kind,
        text: text || null,
        fields: { file_name: file.name.slice(-255), ...(sendAt ? { send_at: sendAt } : {}) },
        file: { file, url },
        replyTo: index === 0 ? draft.replyTo : null,
        quoted: index === 0 ? draft.quoted : null,
      })
    })
    tray.take()
  }

  /** Voz, lugar, cartão, enquete: saem com a citação, e o texto do campo fica onde está. */
  function sendApart(apart: MoreSend, key: string, file?: File) {
    enqueue({
      ...apart,
      key,
      chat: chat.id,
      replyTo: draft.replyTo,
      quoted: draft.quoted,
      ...(file ? { file: { file, url: null } } : {}),
    })
    changeDraft({ replyTo: null, quoted: null })
    onSent()
  }

  /** O corrigido toma o lugar do recusado, com a mesma citação. */
  function resend({ key, replyTo, quoted }: Outgoing, apart: MoreSend) {
    discard(key)
    enqueue({ ...apart, key: randomKey(), chat: chat.id, replyTo, quoted })
    onSent()
  }

  function onPaste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files]
    // Texto formatado vem com uma imagem dele mesmo: o que se quis colar é o texto.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    tray.add(files)
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
    } else if (event.key === 'ArrowUp' && draft.text === '' && !event.altKey) {
      if (onEditLast()) event.preventDefault()
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
      {hasFiles ? (
        <AttachmentTray
          listRef={trayRef}
          tray={tray}
          draftText={draft.text}
          onDraftText={(text) => {
            changeDraft({ text })
          }}
          onSend={send}
        />
      ) : null}
      {isRecording || hasVoice ? (
        <Suspense fallback={<div className="h-[3.25rem]" />}>
          <VoiceBar
            chatId={chat.id}
            onSend={(file, key) => {
              sendApart({ type: 'voice', text: null, fields: { file_name: file.name } }, key, file)
            }}
            onClose={() => {
              setRecording(false)
              // O campo só volta no desenho seguinte; no toque o teclado cobriria a conversa.
              if (!isCoarse) requestAnimationFrame(() => fieldRef.current?.focus())
            }}
          />
        </Suspense>
      ) : (
        <form
          className="flex items-end gap-2 px-3 py-2 tablet:px-4"
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          <input
            ref={pickerRef}
            type="file"
            multiple
            hidden
            data-picker
            onChange={(event) => {
              tray.add([...(event.target.files ?? [])])
              // O mesmo arquivo pode ser escolhido de novo.
              event.target.value = ''
            }}
          />
          <MoreMenu
            instanceId={chat.instance}
            hasContent={canSend}
            onFiles={() => pickerRef.current?.click()}
            onOpen={(kind) => {
              setOpenMore({ kind, initial: null })
            }}
          />
          {hasFiles ? (
            <span className="flex flex-1 flex-wrap items-center justify-end gap-2">
              <Button
                variant="ghost"
                onClick={() => {
                  for (const item of tray.items) tray.remove(item)
                }}
              >
                {t('attach.cancel')}
              </Button>
              <Button type="submit" variant="primary">
                <SendHorizontal aria-hidden className="size-4" strokeWidth={1.75} />
                {t('attach.send', { count: tray.items.length })}
              </Button>
            </span>
          ) : (
            <>
              <textarea
                ref={fieldRef}
                rows={1}
                value={draft.text}
                aria-label={t(hasMessages ? 'composer.replyTo' : 'composer.writeTo', {
                  name: chat.name,
                })}
                placeholder={
                  isCoarse || isPhone || !hasMessages
                    ? t('composer.placeholderShort')
                    : t('composer.placeholder', {
                        name: shortName,
                        keys: SEND_KEYS[readSendWith()].send,
                      })
                }
                onChange={(event) => {
                  changeDraft({ text: event.target.value })
                }}
                onKeyDown={onKeyDown}
                onPaste={onPaste}
                className="max-h-[12.5rem] min-h-9 min-w-0 flex-1 resize-none overflow-y-auto rounded-control border border-border-strong bg-surface px-3 py-1.5 text-msg text-text focus-visible:outline-offset-0 touch:min-h-11 touch:py-2.5"
              />
              {canSend ? (
                <IconButton
                  type="submit"
                  icon={SendHorizontal}
                  label={t('composer.send')}
                  keys={isCoarse ? undefined : SEND_KEYS[readSendWith()].send}
                  tone="accent"
                />
              ) : (
                <IconButton
                  icon={Mic}
                  label={t('voice.record')}
                  onClick={() => {
                    setRecording(true)
                  }}
                />
              )}
            </>
          )}
        </form>
      )}
      {openMore ? (
        <Suspense>
          <MoreDialogs
            kind={openMore.kind}
            initial={openMore.initial}
            chat={chat}
            onClose={() => {
              setOpenMore(null)
            }}
            onSend={(apart) => {
              const { initial } = openMore
              if (initial) resend(initial, apart)
              else sendApart(apart, randomKey())
              setOpenMore(null)
            }}
            onSchedule={(sendAt) => {
              send(sendAt)
              setOpenMore(null)
            }}
          />
        </Suspense>
      ) : null}
    </section>
  )
}
