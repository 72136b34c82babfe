import { useTranslation } from 'react-i18next'
import { found, required } from './checks'
import type { MoreDialogProps } from './more'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useSendForm } from './use-send-form'

const FIELDS = /^(text|button_text|code)$/

/** Um código que o contato copia com um toque. */
export function OtpDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const { draft, field, check, elsewhere } = useSendForm(
    () => ({
      text: initial?.text ?? '',
      code: initial?.fields.code ?? '',
      button_text: initial?.fields.button_text ?? t('more.copyCode'),
    }),
    (written) => found(Object.entries(written).map(([name, value]) => [name, required(value)])),
    initial,
  )
  return (
    <SendDialog
      title={t('more.otpTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (!check()) return
        const fields = { code: draft.code.trim(), button_text: draft.button_text.trim() }
        onSend({ type: 'otp', text: draft.text.trim(), fields })
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField label={t('more.message')} isFirst rows={2} {...field('text', 1024)} />
      <TextField label={t('more.code')} {...field('code', 64)} />
      <TextField label={t('more.buttonText')} {...field('button_text', 100)} />
    </SendDialog>
  )
}
