import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type ReactNode, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { call } from '@/api/call'
import { AlertBadge } from '@/components/alert-badge'
import { ItemPane } from '@/components/item-pane'
import { RelativeTime } from '@/components/relative-time'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { useHasRole } from '@/contexts/auth-context'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { paths } from '@/lib/paths'
import { useFormSave } from '@/forms/use-form-save'
import { AlertAct } from './alert-act'
import { AlertDecisions, useDecided } from './alert-decisions'
import { AlertSparkline } from './alert-sparkline'
import { alertQuery } from './alerts-api'
import { sinceOf, type Alert } from './model'
import { useMeasure } from './use-measure'

interface AlertPaneProps {
  id: number
  isPhone: boolean
  onClose: () => void
}

/** O alerta inteiro, com o que fazer e o que a equipe anotou. */
export function AlertPane({ id, isPhone, onClose }: AlertPaneProps) {
  const { t } = useTranslation()
  const canDecide = useHasRole('admin', 'manager')
  const query = useQuery({ ...alertQuery(id), enabled: id > 0 })
  return (
    <ItemPane
      id={id}
      query={query}
      titleOf={({ kind }) => t(`alerts.kind.${kind}`)}
      page={t('alerts.title')}
      isPhone={isPhone}
      width="w-96"
      onClose={onClose}
      skeleton={
        <div className="flex flex-col gap-4 p-4">
          <Skeleton className="h-6 w-24" />
          <Skeleton className="h-16" />
          <Skeleton className="h-32" />
        </div>
      }
    >
      {(alert) => (
        <div className="flex flex-col gap-5 p-4">
          <AlertBadge alert={alert} className="self-start" />
          {alert.state === 'resolved' ? null : (
            <p className="text-msg break-words">{alert.message}</p>
          )}
          <AlertSparkline alert={alert} isLarge />
          {alert.state === 'resolved' ? null : (
            <section className="flex flex-col items-start gap-2">
              <h3 className="text-sub font-semibold text-text-2">{t('alerts.todoTitle')}</h3>
              <p className="text-base">{t(`alerts.todo.${alert.kind}`)}</p>
              <AlertAct alert={alert} />
            </section>
          )}
          <Facts alert={alert} />
          {alert.state === 'resolved' ? null : canDecide ? (
            <>
              <span className="flex flex-wrap gap-2">
                <AlertDecisions alert={alert} />
              </span>
              <CommentForm key={alert.id} alert={alert} />
            </>
          ) : (
            <p className="text-sub text-text-3">{t('alerts.askManager')}</p>
          )}
        </div>
      )}
    </ItemPane>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-meta text-text-3">{label}</dt>
      <dd className="text-base break-words">{children}</dd>
    </div>
  )
}

function Facts({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const measure = useMeasure()
  const { value, threshold, unit, returned_at, opened_at, resolved_at: end } = alert
  const start = sinceOf(alert)
  return (
    <dl className="flex flex-col gap-3">
      <Row label={t('alerts.where')}>
        {alert.instance ? (
          <Link to={paths.instance(alert.instance)} className="text-accent-text underline">
            {alert.instance_name}
          </Link>
        ) : (
          t('alerts.installation')
        )}
      </Row>
      {value === null ? null : <Row label={t('alerts.measured')}>{measure(value, unit)}</Row>}
      {threshold === null ? null : (
        <Row label={t('alerts.limitLabel')}>{measure(threshold, unit)}</Row>
      )}
      {returned_at ? <Row label={t('alerts.firstLabel')}>{format.dateTime(opened_at)}</Row> : null}
      <Row label={t('alerts.sinceLabel')}>{format.dateTime(start)}</Row>
      {end ? <Row label={t('alerts.until')}>{format.dateTime(end)}</Row> : null}
      <Row label={end ? t('alerts.lastedLabel') : t('alerts.ageLabel')}>
        {format.span((end ? Date.parse(end) : now) - Date.parse(start))}
        {alert.flaps > 0 ? ` · ${t('alerts.flaps', { count: alert.flaps })}` : ''}
      </Row>
      {alert.acknowledged_at ? (
        <Row
          label={
            alert.acknowledged_by
              ? t('alerts.acknowledgedBy', { name: alert.acknowledged_by })
              : t('alerts.acknowledgedAnon')
          }
        >
          <RelativeTime iso={alert.acknowledged_at} />
        </Row>
      ) : null}
      {end && alert.comment ? <Row label={t('alerts.comment')}>«{alert.comment}»</Row> : null}
      {end ? <Row label={t('alerts.recorded')}>{alert.message}</Row> : null}
    </dl>
  )
}

/** Comentar é reconhecer: quem anota está cuidando. */
function CommentForm({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef)
  const { offline, isBusy } = form
  const decided = useDecided()
  const [text, setText] = useState(alert.comment ?? '')

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    await form.save(async () => {
      decided(
        await call('POST /api/alerts/{id}/acknowledge/', {
          path: { id: alert.id },
          body: { comment: text.trim() },
        }),
      )
    })
  }

  return (
    <form
      ref={formRef}
      className="flex flex-col items-start gap-2"
      onSubmit={(event) => void save(event)}
    >
      <Field
        label={t('alerts.comment')}
        hint={offline ?? t('alerts.commentHint')}
        error={form.errorOf('comment') ?? form.failure}
        className="w-full"
      >
        {(control) => (
          <Textarea
            {...control}
            name="comment"
            rows={3}
            maxLength={500}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
            }}
          />
        )}
      </Field>
      <Button
        type="submit"
        size="small"
        disabled={isBusy || offline !== null || text.trim() === (alert.comment ?? '')}
        isBusy={isBusy}
        busyLabel={t('alerts.acknowledging')}
      >
        {alert.state === 'open' ? t('alerts.acknowledge') : t('alerts.saveComment')}
      </Button>
    </form>
  )
}
