import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { MoreDialogProps } from './more'
import { amountOf } from './pix'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useFieldErrors } from './use-field-errors'

const FIELDS = /^(merchant_name|pix_key|pix_type|amount)$/
const TYPES = ['cpf', 'cnpj', 'phone', 'email', 'evp'] as const

/** Uma chave Pix que o contato copia com um toque. A forma da chave quem confere é a API. */
export function PixDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const [merchant, setMerchant] = useState(initial?.fields.merchant_name ?? '')
  const [pixKey, setPixKey] = useState(initial?.fields.pix_key ?? '')
  const [type, setType] = useState<string>(initial?.fields.pix_type ?? 'cpf')
  const [amount, setAmount] = useState(initial?.fields.amount?.toFixed(2).replace('.', ',') ?? '')
  const value = amountOf(amount)
  const problems = new Map<string, 'required' | 'amount'>()
  if (!merchant.trim()) problems.set('merchant_name', 'required')
  if (!pixKey.trim()) problems.set('pix_key', 'required')
  if (value === undefined) problems.set('amount', 'amount')
  const { errorAt, elsewhere, check, touch } = useFieldErrors(problems, initial)
  const field = (name: string, text: string, maxLength: number, set: (text: string) => void) => ({
    value: text,
    maxLength,
    error: errorAt(name),
    onText: (typed: string) => {
      set(typed)
      touch(name)
    },
  })
  return (
    <SendDialog
      title={t('more.pixTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (!check()) return
        const fields = {
          merchant_name: merchant.trim(),
          pix_key: pixKey.trim(),
          pix_type: TYPES.find((one) => one === type) ?? 'cpf',
          amount: value ?? null,
        }
        onSend({ type: 'pix', text: null, fields })
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField
        label={t('more.merchant')}
        isFirst
        {...field('merchant_name', merchant, 100, setMerchant)}
      />
      <Field label={t('more.pixType')} error={errorAt('pix_type')}>
        {(control) => (
          <Select
            {...control}
            value={type}
            onChange={({ target }) => {
              setType(target.value)
              touch('pix_type')
            }}
          >
            {TYPES.map((one) => (
              <option key={one} value={one}>
                {t(`more.pixTypes.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <TextField label={t('more.pixKey')} {...field('pix_key', pixKey, 140, setPixKey)} />
      <TextField
        label={t('more.amount')}
        isOptional
        inputMode="decimal"
        placeholder="0,00"
        {...field('amount', amount, 14, setAmount)}
      />
    </SendDialog>
  )
}
