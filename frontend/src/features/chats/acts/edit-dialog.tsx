import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { useThreadScope } from '../scope'
import type { ActDialogProps } from '../model'
import { wordsOf } from './act-notes'

export function EditDialog({ message, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const { actions } = useThreadScope()
  const [text, setText] = useState(message.text ?? '')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const isSame = text.trim() === '' || text === message.text

  async function save() {
    if (isSame || isBusy) return
    setBusy(true)
    setError(null)
    try {
      actions.patch(
        await call('POST /api/mensagens/{id}/edit/', {
          path: { id: message.id },
          body: { text },
          timeout: SLOW_MS,
        }),
      )
      onClose()
    } catch (failure) {
      setError(wordsOf(failure) ?? t('outcome.actOffline'))
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('act.editTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            disabled={isSame || isBusy}
            isBusy={isBusy}
            busyLabel={t('details.saving')}
            onClick={() => void save()}
          >
            {t('details.save')}
          </Button>
        </>
      }
    >
      <Field label={t('act.newText')} hint={t('act.editHint')} error={error}>
        {(control) => (
          <Textarea
            {...control}
            data-autofocus
            rows={4}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save()
            }}
          />
        )}
      </Field>
    </Dialog>
  )
}
