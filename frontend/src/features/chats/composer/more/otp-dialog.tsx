import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MoreDialogProps } from './more'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useFieldErrors } from './use-field-errors'

const FIELDS = /^(text|button_text|code)$/

/** Um código que o contato copia com um toque. */
export function OtpDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(initial?.text ?? '')
  const [code, setCode] = useState(initial?.fields.code ?? '')
  const [button, setButton] = useState(initial?.fields.button_text ?? t('more.copyCode'))
  const missing = (
    [
      ['text', text],
      ['code', code],
      ['button_text', button],
    ] as const
  ).filter(([, value]) => !value.trim())
  const problems = new Map(missing.map(([name]) => [name, 'required' as const]))
  const { errorAt, elsewhere, check, touch } = useFieldErrors(problems, initial)
  const field = (name: string, value: string, maxLength: number, set: (value: string) => void) => ({
    value,
    maxLength,
    error: errorAt(name),
    onText: (typed: string) => {
      set(typed)
      touch(name)
    },
  })
  return (
    <SendDialog
      title={t('more.otpTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (!check()) return
        const fields = { code: code.trim(), button_text: button.trim() }
        onSend({ type: 'otp', text: text.trim(), fields })
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField
        label={t('more.message')}
        isFirst
        rows={2}
        {...field('text', text, 1024, setText)}
      />
      <TextField label={t('more.code')} {...field('code', code, 64, setCode)} />
      <TextField label={t('more.buttonText')} {...field('button_text', button, 100, setButton)} />
    </SendDialog>
  )
}
