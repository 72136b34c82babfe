import { Mic, SendHorizontal } from 'lucide-react'
import {
  lazy,
  Suspense,
  useImperativeHandle,
  useRef,
  useState,
  useSyncExternalStore,
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
import { problemOf } from './attachments'
import { InstanceNotice } from './instance-notice'
import type { MoreKind } from './more/more'
import { MoreMenu } from './more/more-menu'
import { ReplyBar } from './reply-bar'
import { TextArea } from './text-area'
import { useAttachments } from './use-attachments'
import { useDraft } from './use-draft'
import { useSending } from './use-sending'
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
  const written = useDraft({ userId, chat })
  const { draft, changeDraft } = written
  const tray = useAttachments(chat.id)
  const sending = useSending({ ...written, chat, tray })
  const fieldRef = useRef<HTMLTextAreaElement>(null)
  const pickerRef = useRef<HTMLInputElement>(null)
  const trayRef = useRef<HTMLUListElement>(null)
  const [openMore, setOpenMore] = useState<OpenMore | null>(null)
  const [isRecording, setRecording] = useState(false)
  const hasVoice = useSyncExternalStore(voicesStore.subscribe, () => voicesStore.get().has(chat.id))
  const hasFiles = tray.items.length > 0
  const canSend = hasFiles
    ? tray.items.every((item) => problemOf(item) === null)
    : draft.text.trim() !== ''

  function unquote() {
    changeDraft({ replyTo: null, quoted: null })
  }

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
    if (!sending.send(sendAt)) return
    onSent()
    fieldRef.current?.focus()
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
            unquote()
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
              const voice = { type: 'voice' as const, text: null, fields: { file_name: file.name } }
              sending.sendApart(voice, key, file)
              onSent()
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
              <TextArea
                fieldRef={fieldRef}
                chat={chat}
                text={draft.text}
                isCoarse={isCoarse}
                onText={(text) => {
                  changeDraft({ text })
                }}
                onFiles={tray.add}
                onSend={send}
                onEditLast={onEditLast}
                onEscape={() => {
                  if (draft.replyTo === null) onEscape()
                  else unquote()
                }}
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
              if (initial) sending.resend(initial, apart)
              else sending.sendApart(apart, randomKey())
              onSent()
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
