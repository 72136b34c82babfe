import { CircleAlert, CircleCheck, CircleX, TriangleAlert, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import type { CheckedGateway, Finding } from '@/api/generated/types.gen'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Notice } from '@/components/ui/notice'
import { useAct } from '@/forms/use-act'
import { useCanWrite } from './use-can-write'

const FACES: Record<Finding['verdict'], { icon: LucideIcon; tone: Tone }> = {
  known: { icon: CircleCheck, tone: 'ok' },
  changed: { icon: TriangleAlert, tone: 'warn' },
  refused: { icon: CircleX, tone: 'bad' },
  unanswered: { icon: CircleAlert, tone: 'bad' },
}

/** Cada chamada de leitura do gateway, ao lado do que se conhece dele, e o relato a copiar. Daqui nada se envia. */
export function CheckGatewayCard({ id }: { id: number }) {
  const { t } = useTranslation()
  const canWrite = useCanWrite()
  const act = useAct({ say: (message) => t('instances.actFailed', { message }) })
  const [checked, setChecked] = useState<CheckedGateway | null>(null)
  if (!canWrite) return null

  async function check() {
    const options = { path: { id }, body: {}, timeout: SLOW_MS }
    setChecked(await call('POST /api/instances/{id}/check-gateway/', options))
  }

  return (
    <Card
      title={t('instances.checkTitle')}
      actions={
        <Button
          size="small"
          disabled={act.isBusy || act.offline !== null}
          isBusy={act.isBusy}
          busyLabel={t('instances.checking')}
          onClick={() => void act.run(check)}
        >
          {t('instances.check')}
        </Button>
      }
    >
      <p className="px-4 pb-3 text-sub text-text-2">{t('instances.checkText')}</p>
      {act.failure ? (
        <Notice tone="bad" role="alert" className="mx-4 mb-3">
          {act.failure}
        </Notice>
      ) : null}
      {checked ? (
        <>
          <ul aria-label={t('instances.checkTitle')}>
            {checked.findings.map((finding, index) => (
              <FindingRow key={index} finding={finding} />
            ))}
          </ul>
          <div className="border-t p-4">
            <CodeBlock
              code={checked.report}
              label={t('instances.checkReport')}
              copyLabel={t('instances.checkCopy')}
            />
          </div>
        </>
      ) : null}
    </Card>
  )
}

function FindingRow({ finding }: { finding: Finding }) {
  const { t } = useTranslation()
  const { icon, tone } = FACES[finding.verdict]
  const lines = [
    finding.new.length > 0 ? t('instances.checkNew', { what: finding.new.join(', ') }) : null,
    finding.missing.length > 0
      ? t('instances.checkMissing', { what: finding.missing.join(', ') })
      : null,
    finding.retyped.length > 0
      ? t('instances.checkRetyped', { what: finding.retyped.join(', ') })
      : null,
    finding.words,
    finding.verdict === 'changed'
      ? t('instances.checkRead', {
          how: Object.entries(finding.read)
            .map(([name, kind]) => (name ? `${name}: ${kind}` : kind))
            .join(', '),
        })
      : null,
  ].filter((line): line is string => Boolean(line))
  return (
    <li className="flex flex-col gap-1 border-t px-4 py-2.5">
      <span className="flex flex-wrap items-center justify-between gap-2">
        <code className="min-w-0 font-mono text-sub break-all">
          {finding.method} {finding.path}
        </code>
        <Badge tone={tone} icon={icon}>
          {t(`instances.checkVerdict.${finding.verdict}`)}
        </Badge>
      </span>
      {lines.map((line) => (
        <p key={line} className="text-sub break-words text-text-2">
          {line}
        </p>
      ))}
    </li>
  )
}
