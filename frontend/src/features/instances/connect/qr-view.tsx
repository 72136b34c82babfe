import { LoaderCircle, OctagonPause, TriangleAlert, Unplug, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useNow } from '@/hooks/use-now'
import { withoutStop } from '@/lib/format'
import { restartInstance } from '../instances-api'
import type { Connection } from '../model'
import { Steps } from './steps'

interface QrViewProps {
  connection: Connection
  isStarting: boolean
  startError: Error | null
  instanceId: number
  onStart: () => void
}

export function QrView(props: QrViewProps) {
  const { connection, isStarting, startError } = props
  const { t } = useTranslation()
  return (
    <div className="flex flex-col items-center gap-6 tablet:flex-row-reverse tablet:items-start">
      <div className="flex w-[18.5rem] shrink-0 flex-col items-center gap-3">
        {isStarting && connection.status !== 'qr' ? (
          <Box icon={LoaderCircle} isMoving text={t('instances.connectState.preparing')} />
        ) : (
          <State {...props} />
        )}
        {startError ? (
          <Notice tone="bad" role="alert" className="w-full">
            {t('instances.actFailed', { message: asApiError(startError).message })}
          </Notice>
        ) : null}
      </div>
      <Steps
        title={t('instances.onPhone')}
        steps={[t('instances.qrStep1'), t('instances.qrStep2'), t('instances.qrStep3')]}
      />
    </div>
  )
}

function State({ connection, onStart, instanceId }: QrViewProps) {
  const { t } = useTranslation()
  const [isRestarting, setRestarting] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function restartAndStart() {
    setRestarting(true)
    setError(null)
    try {
      await restartInstance(instanceId)
      onStart()
    } catch (failure) {
      setError(asApiError(failure).message)
    } finally {
      setRestarting(false)
    }
  }

  const restart = (
    <>
      <Button
        variant="primary"
        isBusy={isRestarting}
        busyLabel={t('instances.restartBusy')}
        onClick={() => void restartAndStart()}
      >
        {t('instances.restartAndTry')}
      </Button>
      {error ? <p className="text-sub text-bad">{error}</p> : null}
    </>
  )

  switch (connection.status) {
    case 'qr':
      return connection.qr_code ? (
        <Code
          key="code"
          image={connection.qr_code}
          expiresAt={connection.expires_at ?? null}
          shown={connection.codes_shown ?? 0}
        />
      ) : (
        <Box icon={LoaderCircle} isMoving text={t('instances.connectState.preparing')} />
      )
    case 'confirming':
      return <Box icon={LoaderCircle} isMoving text={t('instances.connectState.confirming')} />
    case 'half_paired':
      return (
        <Box icon={Unplug} text={t('instances.connectState.half_paired')}>
          {restart}
        </Box>
      )
    case 'paused':
      return (
        <Box icon={OctagonPause} text={t('instances.connectState.paused')}>
          <Button variant="primary" onClick={onStart}>
            {t('instances.newCode')}
          </Button>
        </Box>
      )
    case 'failed':
      return (
        <Box
          icon={TriangleAlert}
          text={
            connection.message
              ? t('instances.gatewayRefused', { message: withoutStop(connection.message) })
              : t('instances.connectState.failed')
          }
        >
          {restart}
        </Box>
      )
    default:
      // Preparando, o gateway ainda reclama do que está por vir: as palavras dele só assustariam.
      return <Box icon={LoaderCircle} isMoving text={t('instances.connectState.preparing')} />
  }
}

interface BoxProps {
  icon: LucideIcon
  text: string
  isMoving?: boolean
  children?: ReactNode
}

/** Do tamanho do QR: trocar de estado não move nada. */
function Box({ icon: Icon, text, isMoving = false, children }: BoxProps) {
  return (
    <div className="flex size-[18.5rem] flex-col items-center justify-center gap-3 rounded-control border bg-sunken p-6 text-center">
      <Icon
        aria-hidden
        className={`size-8 text-text-3 ${isMoving ? 'animate-spin' : ''}`}
        strokeWidth={1.5}
      />
      <p className="text-base text-text-2">{text}</p>
      {children}
    </div>
  )
}

/** Preto no branco com margem nos dois temas: o leitor do celular não lê QR invertido. */
function Code({
  image,
  expiresAt,
  shown,
}: {
  image: string
  expiresAt: string | null
  shown: number
}) {
  const { t } = useTranslation()
  const now = useNow('second')
  const end = expiresAt ? Date.parse(expiresAt) : 0
  const [life, setLife] = useState({ end: 0, ms: 1 })
  if (end !== life.end) setLife({ end, ms: Math.max(1000, end - now) })
  const leftMs = Math.max(0, end - now)
  const seconds = Math.ceil(leftMs / 1000)
  return (
    <>
      <div className="rounded-control border border-border-strong bg-white p-4">
        <img
          src={image}
          width={264}
          height={264}
          alt={t('instances.qrAlt')}
          className="block size-[264px] [image-rendering:pixelated]"
        />
      </div>
      {expiresAt ? (
        <div className="w-full">
          <span aria-hidden className="block h-1 overflow-hidden rounded-chip bg-sunken">
            <span
              className="forced-border block h-full bg-accent transition-[width] duration-1000 ease-linear"
              style={{ width: `${Math.min(100, (leftMs / life.ms) * 100)}%` }}
            />
          </span>
          <p className="tabular mt-1.5 flex justify-between text-sub text-text-2">
            <span>
              {seconds > 0 ? t('instances.newCodeIn', { seconds }) : t('instances.newCodeComing')}
            </span>
            {shown > 0 ? (
              <span className="text-text-3">{t('instances.codeOf', { shown })}</span>
            ) : null}
          </p>
        </div>
      ) : null}
    </>
  )
}
