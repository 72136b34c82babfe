/** O desfecho de um envio, em texto dentro da bolha: o que houve e o que dá para fazer. */
import { Ban, CalendarClock, CircleAlert, CircleHelp, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { call } from '@/api/call'
import { asApiError } from '@/api/errors'
import { Button, buttonStyles } from '@/components/ui/button'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { cn } from '@/lib/cn'
import { daysAgo } from '@/lib/format'
import { paths } from '@/lib/paths'
import { isCancelled, type Mensagem } from '../model'
import { useThreadScope } from '../scope'
import { failureWords } from './failure-words'

/** Só depois disto se oferece «Cancelar»: antes, a fila anda mais rápido que o dedo. */
const CANCEL_AFTER_MS = 2_000
const SILENT_AFTER_MS = 60_000

export function Outcome({ message }: { message: Mensagem }) {
  if (message.direction !== 'out') return null
  if (isCancelled(message)) return <Cancelled message={message} />
  if (message.status === 'failed') return <Failed message={message} />
  if (message.status === 'unknown') return <Unconfirmed message={message} />
  if (message.status === 'pending') return <Pending message={message} />
  return null
}

interface OutcomeBoxProps {
  tone: 'bad' | 'warn' | 'plain'
  /** O do tom, se não se diz outro. */
  icon?: LucideIcon
  text: ReactNode
  error?: string | null
  children?: ReactNode
}

const TONE_ICON = { bad: CircleAlert, warn: CircleHelp, plain: null }

export function OutcomeBox({ tone, icon, text, error, children }: OutcomeBoxProps) {
  const Icon = icon ?? TONE_ICON[tone]
  return (
    <div className="clear-both mt-1.5 flex flex-col gap-1 border-t border-border-strong/30 pt-1.5">
      <p
        className={cn(
          'flex items-start gap-1.5 text-sub',
          tone === 'bad' ? 'text-bad' : tone === 'warn' ? 'text-warn' : 'text-text-2',
        )}
      >
        {Icon ? <Icon aria-hidden className="mt-px size-4 shrink-0" strokeWidth={1.75} /> : null}
        <span className="min-w-0 break-words">{text}</span>
      </p>
      {error ? (
        <p role="alert" className="text-meta text-bad">
          {error}
        </p>
      ) : null}
      {children ? <div className="flex flex-wrap gap-1.5">{children}</div> : null}
    </div>
  )
}

/** Tira da vista; a linha fica no servidor, e uma prova de que saiu a traz de volta. */
function Discard({ message, act }: { message: Mensagem; act: ReturnType<typeof useAct> }) {
  const { t } = useTranslation()
  return (
    <Button
      size="small"
      variant="ghost"
      disabled={act.isBusy}
      onClick={() => {
        act.run(() => call('POST /api/mensagens/{id}/discard/', { path: { id: message.id } }))
      }}
    >
      {t('outcome.discard')}
    </Button>
  )
}

/** Um ato sobre a mensagem: roda, põe a resposta no lugar e guarda o erro ao lado. */
function useAct() {
  const { t } = useTranslation()
  const { actions } = useThreadScope()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function run(call: () => Promise<Mensagem>) {
    setBusy(true)
    setError(null)
    try {
      actions.patch(await call())
    } catch (failure) {
      const { isNetwork, errors } = asApiError(failure)
      setError(isNetwork ? t('outcome.actOffline') : (errors[0]?.detail ?? t('outcome.actFailed')))
    } finally {
      setBusy(false)
    }
  }
  return { run: (call: () => Promise<Mensagem>) => void run(call), isBusy, error }
}

/** «hoje às 17:46», «amanhã às 9:00», «03/12/2026 às 9:00». */
function useMoment(): (iso: string) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (iso) => {
    const values = { time: format.time(iso), date: format.date(iso) }
    const ago = daysAgo(iso)
    if (ago === 0) return t('outcome.moment.today', values)
    return ago === -1 ? t('outcome.moment.tomorrow', values) : t('outcome.moment.date', values)
  }
}

/** Quem cancelou quis assim: nada deu errado, e não há o que «tentar de novo». */
function Cancelled({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const { actions } = useThreadScope()
  const act = useAct()
  const { run, isBusy, error } = act
  const asked = { path: { id: message.id } }
  const { text, send_at: at } = message
  return (
    <OutcomeBox
      tone="plain"
      icon={Ban}
      error={error}
      text={at ? t('outcome.cancelledOf', { when: moment(at) }) : t('outcome.cancelled')}
    >
      {message.can_retry ? (
        <Button
          size="small"
          variant="ghost"
          isBusy={isBusy}
          busyLabel={t('outcome.retrying')}
          onClick={() => {
            run(() => call('POST /api/mensagens/{id}/retry/', asked))
          }}
        >
          {t('outcome.sendNow')}
        </Button>
      ) : null}
      {text ? (
        <Button
          size="small"
          variant="ghost"
          onClick={() => {
            actions.rewrite(text, message.type === 'text' ? message : undefined)
          }}
        >
          {t('outcome.edit')}
        </Button>
      ) : null}
      <Discard message={message} act={act} />
    </OutcomeBox>
  )
}

function Failed({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { actions, chat, isManager } = useThreadScope()
  const act = useAct()
  const { run, isBusy, error } = act
  const asked = { path: { id: message.id } }
  const isDown = message.error_code === 'instance_disconnected'
  return (
    <OutcomeBox tone="bad" error={error} text={failureWords(t, message)}>
      {isDown && isManager ? (
        <Link to={paths.instanceConnect(chat.instance)} className={buttonStyles({ size: 'small' })}>
          {t('outcome.reconnect')}
        </Link>
      ) : null}
      {message.can_retry ? (
        <Button
          size="small"
          isBusy={isBusy}
          busyLabel={t('outcome.retrying')}
          onClick={() => {
            run(() => call('POST /api/mensagens/{id}/retry/', asked))
          }}
        >
          {t('common.retry')}
        </Button>
      ) : null}
      {message.text ? (
        <Button
          size="small"
          variant="ghost"
          onClick={() => {
            // De um arquivo só a legenda volta ao campo: o arquivo continua onde está.
            actions.rewrite(message.text ?? '', message.type === 'text' ? message : undefined)
          }}
        >
          {t('outcome.edit')}
        </Button>
      ) : null}
      <Discard message={message} act={act} />
      {message.attempt > 1 ? (
        <span className="self-center text-meta text-text-3">
          {t('outcome.attempt', { count: message.attempt })}
        </span>
      ) : null}
    </OutcomeBox>
  )
}

function Unconfirmed({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const act = useAct()
  const { run, isBusy, error } = act
  const asked = { path: { id: message.id } }
  return (
    <OutcomeBox tone="warn" error={error} text={failureWords(t, message)}>
      <Button
        size="small"
        disabled={isBusy}
        onClick={() => {
          run(() =>
            call('POST /api/mensagens/{id}/resolve/', { ...asked, body: { outcome: 'sent' } }),
          )
        }}
      >
        {t('outcome.itArrived')}
      </Button>
      <Button
        size="small"
        disabled={isBusy}
        onClick={() => {
          run(() => call('POST /api/mensagens/{id}/retry/', asked))
        }}
      >
        {t('outcome.sendAgain')}
      </Button>
      <Discard message={message} act={act} />
    </OutcomeBox>
  )
}

/** Hora marcada, ou por que ainda não saiu; enquanto espera dá para cancelar. */
function Pending({ message }: { message: Mensagem }) {
  const now = useNow('second')
  const acceptedMs = message.accepted_at ? now - new Date(message.accepted_at).getTime() : 0
  const isOld = now - new Date(message.created_at).getTime() > CANCEL_AFTER_MS
  if (message.is_waiting && (isOld || message.waiting_for === 'hour'))
    return <Waiting message={message} />
  if (acceptedMs > SILENT_AFTER_MS) return <Silent message={message} acceptedMs={acceptedMs} />
  return null
}

function Waiting({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const { chat, isManager } = useThreadScope()
  const { run, isBusy, error } = useAct()
  const asked = { path: { id: message.id } }
  const { waiting_for: reason, send_at: at } = message
  const text =
    reason === 'hour' && at
      ? t('outcome.scheduled', { when: moment(at) })
      : reason && reason !== 'hour'
        ? t(`outcome.waiting.${reason}`)
        : t('outcome.queued')
  return (
    <OutcomeBox
      tone="plain"
      icon={reason === 'hour' ? CalendarClock : undefined}
      error={error}
      text={text}
    >
      {(reason === 'instance' || reason === 'breaker') && isManager ? (
        <Link
          to={
            reason === 'instance'
              ? paths.instanceConnect(chat.instance)
              : paths.instance(chat.instance)
          }
          className={buttonStyles({ size: 'small' })}
        >
          {reason === 'instance' ? t('outcome.reconnect') : t('outcome.seeInstance')}
        </Link>
      ) : null}
      <Button
        size="small"
        isBusy={isBusy}
        busyLabel={t('outcome.cancelling')}
        onClick={() => {
          run(() => call('POST /api/mensagens/{id}/cancel/', asked))
        }}
      >
        {t('outcome.cancelSend')}
      </Button>
    </OutcomeBox>
  )
}

function Silent({ message, acceptedMs }: { message: Mensagem; acceptedMs: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { actions, isManager } = useThreadScope()
  return (
    <OutcomeBox tone="warn" text={t('outcome.silent', { span: format.span(acceptedMs) })}>
      {isManager ? (
        <>
          <Button
            size="small"
            onClick={() => {
              actions.act('queue', message)
            }}
          >
            {t('outcome.seeQueue')}
          </Button>
          <Button
            size="small"
            onClick={() => {
              actions.act('restart', message)
            }}
          >
            {t('outcome.restart')}
          </Button>
        </>
      ) : null}
    </OutcomeBox>
  )
}
