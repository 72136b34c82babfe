import { Mic, Pause, Play, SendHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Notice } from '@/components/ui/notice'
import { formatClock } from '@/lib/format'
import { randomKey } from '@/lib/random-key'
import { Recorder, RecorderError, type RecorderProblem } from './recorder'
import { keptVoice, keepVoice, type Voice } from './voice-drafts'

const TICK_MS = 100
const BARS = 48
const SHORTEST_MS = 500

interface VoiceBarProps {
  chatId: number
  onSend: (file: File, key: string) => void
  onClose: () => void
}

type Phase = 'opening' | 'recording' | 'paused' | 'kept'

/** No lugar do campo de escrever enquanto se grava: tempo, volume, pausar, ouvir, descartar, enviar. */
export function VoiceBar({ chatId, onSend, onClose }: VoiceBarProps) {
  const { t } = useTranslation()
  const [kept] = useState(() => keptVoice(chatId))
  const [phase, setPhase] = useState<Phase>(kept ? 'kept' : 'opening')
  const [problem, setProblem] = useState<RecorderProblem | 'unplugged' | null>(null)
  const [isLost, setLost] = useState(false)
  const [elapsedMs, setElapsedMs] = useState(kept?.ms ?? 0)
  const [levels, setLevels] = useState<number[]>([])
  const [previewUrl, setPreviewUrl] = useState<string | null>(null)
  const [key] = useState(randomKey)
  const recorder = useRef<Recorder | null>(null)
  const voice = useRef<Voice | null>(kept)
  const isDone = useRef(false)
  const barRef = useRef<HTMLDivElement>(null)

  // O botão apertado sumiu com o campo: sem isto o teclado recomeçaria do topo da página.
  useEffect(() => {
    if (!kept) barRef.current?.focus()
  }, [kept])

  const keepWhatThereIs = useEffectEvent(() => {
    const open = recorder.current
    if (!open) return
    const ms = open.elapsedMs
    recorder.current = null
    open.close()
    setElapsedMs(ms)
    if (ms < SHORTEST_MS) {
      setProblem('unplugged')
      return
    }
    voice.current = { blob: open.blob(), ms }
    setLost(true)
    setPhase('kept')
  })

  useEffect(() => {
    if (kept) return
    let isGone = false
    Recorder.open().then(
      (opened) => {
        if (isGone) {
          opened.close()
          return
        }
        recorder.current = opened
        opened.onLost = () => {
          keepWhatThereIs()
        }
        opened.start()
        setPhase('recording')
      },
      (error: unknown) => {
        setProblem(error instanceof RecorderError ? error.problem : 'noMicrophone')
      },
    )
    return () => {
      isGone = true
    }
  }, [kept])

  // Sair da conversa não perde a gravação: ela espera, pausada, pela volta.
  useEffect(
    () => () => {
      const open = recorder.current
      if (!isDone.current && open) {
        const ms = open.elapsedMs
        void open.pause().then(() => {
          keepVoice(chatId, { blob: open.blob(), ms })
          open.close()
        })
      } else {
        if (!isDone.current && voice.current) keepVoice(chatId, voice.current)
        open?.close()
      }
    },
    [chatId],
  )

  // Fechar a aba a perderia: pergunta antes.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (!problem) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('beforeunload', ask)
    }
  }, [problem])

  const tick = useEffectEvent(() => {
    const open = recorder.current
    if (!open) return
    setElapsedMs(open.elapsedMs)
    setLevels((all) => [...all, open.level()].slice(-BARS))
  })
  useEffect(() => {
    if (phase !== 'recording') return
    const timer = setInterval(tick, TICK_MS)
    return () => {
      clearInterval(timer)
    }
  }, [phase])

  useEffect(
    () => () => {
      if (previewUrl) URL.revokeObjectURL(previewUrl)
    },
    [previewUrl],
  )

  async function pause(): Promise<Blob | null> {
    await recorder.current?.pause()
    if (recorder.current) setPhase('paused')
    return recorder.current?.blob() ?? voice.current?.blob ?? null
  }

  async function listen() {
    const blob = await pause()
    if (blob) setPreviewUrl(URL.createObjectURL(blob))
  }

  function resume() {
    setPreviewUrl(null)
    recorder.current?.start()
    setPhase('recording')
  }

  function finish() {
    isDone.current = true
    keepVoice(chatId, null)
    onClose()
  }

  async function send() {
    const blob = await pause()
    if (!blob) return
    const extension = blob.type.includes('mp4') ? 'm4a' : blob.type.includes('ogg') ? 'ogg' : 'webm'
    onSend(new File([blob], `voz.${extension}`, { type: blob.type }), key)
    finish()
  }

  if (problem) {
    return (
      <div className="px-3 py-2 tablet:px-4">
        <Notice
          tone="warn"
          role="alert"
          actions={
            <Button data-voice-close size="inline" variant="link" onClick={finish}>
              {t('common.close')}
            </Button>
          }
        >
          {t(`voice.problem.${problem}`)}
        </Notice>
      </div>
    )
  }
  return (
    <div
      ref={barRef}
      role="group"
      tabIndex={-1}
      aria-label={t('voice.label')}
      className="flex flex-wrap items-center gap-2 px-3 py-2 tablet:px-4"
    >
      {isLost ? (
        <Notice tone="warn" role="alert" className="basis-full">
          {t('voice.lost')}
        </Notice>
      ) : null}
      <IconButton icon={Trash2} label={t('voice.discard')} onClick={finish} />
      <span className="tabular flex min-w-14 items-center gap-1.5 text-base">
        <span
          aria-hidden
          className={
            phase === 'recording' ? 'size-2.5 rounded-full bg-bad' : 'size-2.5 rounded-full bg-idle'
          }
        />
        {formatClock(elapsedMs / 1000)}
      </span>
      <p role="status" className="sr-only">
        {t(`voice.phase.${phase}`)}
      </p>
      {previewUrl ? (
        // A gravação é a própria fala: não há legenda a mostrar.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <audio
          src={previewUrl}
          controls
          autoPlay
          aria-label={t('voice.preview')}
          className="h-9 min-w-40 flex-1 phone:order-first phone:basis-full"
        />
      ) : (
        <Levels levels={levels} />
      )}
      {phase === 'recording' ? (
        <IconButton icon={Pause} label={t('voice.pause')} onClick={() => void pause()} />
      ) : null}
      {phase === 'paused' ? (
        <IconButton
          icon={Mic}
          label={t('voice.resume')}
          onClick={resume}
          className="phone:ml-auto"
        />
      ) : null}
      {(phase === 'paused' || phase === 'kept') && !previewUrl ? (
        <IconButton icon={Play} label={t('voice.listen')} onClick={() => void listen()} />
      ) : null}
      <IconButton
        icon={SendHorizontal}
        label={t('voice.send')}
        tone="accent"
        disabled={phase === 'opening' || elapsedMs < SHORTEST_MS}
        onClick={() => void send()}
      />
    </div>
  )
}

/** O volume dos últimos segundos: quem grava vê que o microfone ouve. */
function Levels({ levels }: { levels: number[] }) {
  return (
    <span
      aria-hidden
      className="flex h-9 min-w-24 flex-1 items-center justify-end gap-px overflow-hidden"
    >
      {levels.map((level, index) => (
        <span
          key={index}
          style={{ height: `${Math.max(8, level * 100)}%` }}
          className="w-1 shrink-0 rounded-full bg-accent"
        />
      ))}
    </span>
  )
}
