import { useTranslation } from 'react-i18next'
import { ButtonFields } from './button-fields'
import { buttonProblems, buttonsDraft, buttonsSend } from './buttons'
import { LIMITS } from './checks'
import type { MoreDialogProps } from './more'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useSendForm } from './use-send-form'

const FIELDS = /^(text|buttons\.\d+\.(type|text|value))$/

export function ButtonsDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const { draft, field, change, check, errorAt, elsewhere } = useSendForm(
    () => buttonsDraft(initial),
    buttonProblems,
    initial,
  )
  return (
    <SendDialog
      title={t('more.buttonsTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (check()) onSend(buttonsSend(draft))
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField label={t('more.message')} isFirst rows={3} {...field('text', LIMITS.text)} />
      <ButtonFields
        buttons={draft.buttons}
        limit={LIMITS.buttons}
        attr="buttons"
        errorAt={errorAt}
        onChange={(buttons, attr) => {
          change({ buttons }, attr)
        }}
      />
    </SendDialog>
  )
}
