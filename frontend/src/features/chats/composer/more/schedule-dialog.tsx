import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useFormat } from '@/hooks/use-format'
import { earliest, latest, suggestions, toLocalInput } from './moments'
import { SendDialog } from './send-dialog'

interface ScheduleDialogProps {
  onPick: (sendAt: string) => void
  onClose: () => void
}

/** «Enviar depois…»: sugestões de um toque, ou dia e hora. */
export function ScheduleDialog({ onPick, onClose }: ScheduleDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [now] = useState(() => new Date())
  const [typed, setTyped] = useState(() => toLocalInput(suggestions(now)[0]?.at ?? now))
  const [isTried, setTried] = useState(false)
  const at = new Date(typed)
  const isGood = at >= earliest(now) && at <= latest(now)

  return (
    <SendDialog
      title={t('more.scheduleTitle')}
      actLabel={t('more.schedule')}
      onClose={onClose}
      onSubmit={() => {
        setTried(true)
        if (isGood) onPick(at.toISOString())
      }}
    >
      <div role="group" aria-label={t('more.suggestions')} className="flex flex-wrap gap-2">
        {suggestions(now).map(({ name, at: moment }) => (
          <Button
            key={name}
            size="small"
            onClick={() => {
              onPick(moment.toISOString())
            }}
          >
            {t(`more.when.${name}`, { time: format.time(moment.toISOString()) })}
          </Button>
        ))}
      </div>
      <Field
        label={t('more.dayAndTime')}
        hint={t('more.scheduleHint')}
        error={isTried && !isGood ? t('more.scheduleBad') : null}
      >
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={typed}
            min={toLocalInput(earliest(now))}
            max={toLocalInput(latest(now))}
            onChange={(event) => {
              setTyped(event.target.value)
            }}
          />
        )}
      </Field>
    </SendDialog>
  )
}
