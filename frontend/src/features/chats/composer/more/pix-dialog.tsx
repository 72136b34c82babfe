import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { found, required } from './checks'
import type { MoreDialogProps } from './more'
import { amountOf } from './pix'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useSendForm } from './use-send-form'

const FIELDS = /^(merchant_name|pix_key|pix_type|amount)$/
const TYPES = ['cpf', 'cnpj', 'phone', 'email', 'evp'] as const

/** Uma chave Pix que o contato copia com um toque. A forma da chave quem confere é a API. */
export function PixDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const { draft, field, change, check, errorAt, elsewhere } = useSendForm(
    () => ({
      merchant_name: initial?.fields.merchant_name ?? '',
      pix_key: initial?.fields.pix_key ?? '',
      pix_type: initial?.fields.pix_type ?? 'cpf',
      amount: initial?.fields.amount?.toFixed(2).replace('.', ',') ?? '',
    }),
    (written) =>
      found([
        ['merchant_name', required(written.merchant_name)],
        ['pix_key', required(written.pix_key)],
        ['amount', amountOf(written.amount) === undefined ? 'amount' : null],
      ]),
    initial,
  )
  return (
    <SendDialog
      title={t('more.pixTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (!check()) return
        const fields = {
          merchant_name: draft.merchant_name.trim(),
          pix_key: draft.pix_key.trim(),
          pix_type: draft.pix_type,
          amount: amountOf(draft.amount) ?? null,
        }
        onSend({ type: 'pix', text: null, fields })
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField label={t('more.merchant')} isFirst {...field('merchant_name', 100)} />
      <Field label={t('more.pixType')} error={errorAt('pix_type')}>
        {(control) => (
          <Select
            {...control}
            value={draft.pix_type}
            onChange={({ target }) => {
              change({ pix_type: TYPES.find((one) => one === target.value) ?? 'cpf' }, 'pix_type')
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
      <TextField label={t('more.pixKey')} {...field('pix_key', 140)} />
      <TextField
        label={t('more.amount')}
        isOptional
        inputMode="decimal"
        placeholder="0,00"
        {...field('amount', 14)}
      />
    </SendDialog>
  )
}
