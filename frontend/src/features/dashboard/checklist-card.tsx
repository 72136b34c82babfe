import { CircleCheck, CircleDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { buttonStyles } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/lib/cn'
import { paths } from '@/lib/paths'
import type { Checklist } from './stats-api'

interface Step {
  text:
    'stepCliente' | 'stepInstance' | 'stepConnect' | 'stepWebhooks' | 'stepTest' | 'stepOperator'
  isDone: boolean
  to: string
}

interface ChecklistCardProps {
  checklist: Checklist
  /** Com uma instância só, os passos levam direto a ela. */
  instanceId: number | null
}

/** «Comece aqui»: cada passo se marca sozinho quando acontece. */
export function ChecklistCard({ checklist, instanceId }: ChecklistCardProps) {
  const { t } = useTranslation()
  const place = instanceId === null ? paths.instances : paths.instance(instanceId)
  const steps: Step[] = [
    // Só a administração cria clientes; para os outros o seu já existe.
    ...(checklist.has_cliente
      ? []
      : [{ text: 'stepCliente' as const, isDone: false, to: `${paths.clientes}/new` }]),
    { text: 'stepInstance', isDone: checklist.has_instance, to: paths.instanceNew },
    {
      text: 'stepConnect',
      isDone: checklist.has_connected,
      to: instanceId === null ? paths.instances : paths.instanceConnect(instanceId),
    },
    {
      text: 'stepWebhooks',
      isDone: checklist.webhooks_verified,
      to: instanceId === null ? paths.instances : `${place}/webhooks`,
    },
    { text: 'stepTest', isDone: checklist.has_test_message, to: place },
    { text: 'stepOperator', isDone: checklist.has_operator, to: `${paths.users}/new` },
  ]
  const next = steps.findIndex(({ isDone }) => !isDone)
  if (next === -1) return null
  // A casa já anda: só o que falta, numa linha cada, sem empurrar os números.
  const shown = checklist.has_connected ? steps.filter(({ isDone }) => !isDone) : steps
  const done = steps.filter(({ isDone }) => isDone).length
  return (
    <Card
      title={
        <>
          {t('dashboard.startHere')}{' '}
          <span className="tabular font-normal text-text-3">
            {done}/{steps.length}
          </span>
        </>
      }
    >
      <ol className="flex flex-col px-4 pb-3">
        {shown.map(({ text, isDone, to }) => {
          const Icon = isDone ? CircleCheck : CircleDashed
          return (
            <li key={text} className="flex min-h-11 items-center gap-3 border-t first:border-t-0">
              <Icon
                aria-hidden
                className={cn('size-5 shrink-0', isDone ? 'text-ok' : 'text-text-3')}
                strokeWidth={1.75}
              />
              <span className={cn('flex-1', isDone ? 'text-text-3' : 'text-text')}>
                {t(`dashboard.${text}`)}
                <span className="sr-only">
                  {isDone ? `: ${t('dashboard.done')}` : `: ${t('dashboard.toDo')}`}
                </span>
              </span>
              {isDone ? null : (
                <Link
                  to={to}
                  className={buttonStyles({
                    variant: text === steps[next]?.text ? 'primary' : 'secondary',
                    size: 'small',
                  })}
                >
                  {t(`dashboard.${text}Act`)}
                </Link>
              )}
            </li>
          )
        })}
      </ol>
    </Card>
  )
}
