import { Plus, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { maskPhone, phoneStart } from '@/lib/phone'
import { EMPTY_BUTTON, type ButtonDraft } from './buttons'
import { LIMITS } from './checks'
import { TextField } from './text-field'

const TYPES: ButtonDraft['type'][] = ['reply', 'url', 'call']

interface ButtonFieldsProps {
  buttons: ButtonDraft[]
  /** Quantos cabem. */
  limit: number
  /** Onde eles moram na API: `buttons`, `cards.0.buttons`. */
  attr: string
  errorAt: (attr: string) => string | null
  onChange: (buttons: ButtonDraft[], attr: string) => void
}

/** Os botões que o contato pode tocar: de uma mensagem, ou de um cartão do carrossel. */
export function ButtonFields({ buttons, limit, attr, errorAt, onChange }: ButtonFieldsProps) {
  const { t } = useTranslation()

  function change(at: number, changes: Partial<ButtonDraft>, name: string) {
    const changed = buttons.map((button, index) =>
      index === at ? { ...button, ...changes } : button,
    )
    onChange(changed, `${attr}.${at}${name}`)
  }

  return (
    <>
      {buttons.map((button, at) => (
        <fieldset key={at} className="flex flex-col gap-3 rounded-control border p-3">
          <legend className="px-1 text-sub font-medium">{t('more.button', { n: at + 1 })}</legend>
          <div className="flex items-end gap-2">
            <Field label={t('more.buttonType')} className="min-w-0 flex-1">
              {(control) => (
                <Select
                  {...control}
                  value={button.type}
                  onChange={(event) => {
                    // O que valia de endereço não vale de telefone.
                    const type = event.target.value as ButtonDraft['type']
                    change(at, { type, value: type === 'call' ? phoneStart() : '' }, '')
                  }}
                >
                  {TYPES.map((type) => (
                    <option key={type} value={type}>
                      {t(`more.buttonTypes.${type}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <IconButton
              icon={Trash2}
              label={t('more.removeButton', { n: at + 1 })}
              disabled={buttons.length === 1}
              onClick={() => {
                onChange(
                  buttons.filter((_, index) => index !== at),
                  attr,
                )
              }}
            />
          </div>
          <TextField
            label={t('more.buttonText')}
            error={errorAt(`${attr}.${at}.text`)}
            value={button.text}
            maxLength={LIMITS.button}
            onText={(text) => {
              change(at, { text }, '.text')
            }}
          />
          {button.type === 'reply' ? null : (
            <TextField
              label={button.type === 'url' ? t('more.url') : t('more.contactPhone')}
              error={errorAt(`${attr}.${at}.value`)}
              inputMode={button.type === 'url' ? 'url' : 'tel'}
              placeholder={button.type === 'url' ? 'https://' : undefined}
              value={button.value}
              maxLength={LIMITS.url}
              onText={(value) => {
                change(at, { value: button.type === 'call' ? maskPhone(value) : value }, '.value')
              }}
            />
          )}
        </fieldset>
      ))}
      {buttons.length < limit ? (
        <Button
          size="small"
          variant="ghost"
          className="self-start"
          onClick={() => {
            onChange([...buttons, EMPTY_BUTTON], `${attr}.${buttons.length}`)
          }}
        >
          <Plus aria-hidden className="size-4" strokeWidth={1.75} />
          {t('more.addButton')}
        </Button>
      ) : (
        <p className="text-meta text-text-3">{t('more.buttonsFull', { count: limit })}</p>
      )}
    </>
  )
}
