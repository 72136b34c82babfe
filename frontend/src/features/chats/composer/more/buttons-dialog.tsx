import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { maskPhone, phoneStart } from '@/lib/phone'
import {
  buttonProblems,
  buttonsDraft,
  buttonsSend,
  EMPTY_BUTTON,
  LIMITS,
  type ButtonDraft,
} from './choices'
import type { MoreDialogProps } from './more'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useFieldErrors } from './use-field-errors'

const FIELDS = /^(text|buttons\.\d+\.(type|text|value))$/
const TYPES: ButtonDraft['type'][] = ['reply', 'url', 'call']

export function ButtonsDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => buttonsDraft(initial))
  const { buttons } = draft
  const { errorAt, elsewhere, check, touch } = useFieldErrors(buttonProblems(draft), initial)

  function change(at: number, changes: Partial<ButtonDraft>) {
    setDraft({
      ...draft,
      buttons: buttons.map((button, index) => (index === at ? { ...button, ...changes } : button)),
    })
    for (const name of Object.keys(changes)) touch(`buttons.${at}.${name}`)
  }

  return (
    <SendDialog
      title={t('more.buttonsTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (check()) onSend(buttonsSend(draft))
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField
        label={t('more.message')}
        isFirst
        rows={3}
        error={errorAt('text')}
        value={draft.text}
        maxLength={LIMITS.text}
        onText={(text) => {
          setDraft({ ...draft, text })
          touch('text')
        }}
      />
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
                    change(at, { type, value: type === 'call' ? phoneStart() : '' })
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
                setDraft({ ...draft, buttons: buttons.filter((_, index) => index !== at) })
                touch('buttons')
              }}
            />
          </div>
          <TextField
            label={t('more.buttonText')}
            error={errorAt(`buttons.${at}.text`)}
            value={button.text}
            maxLength={LIMITS.button}
            onText={(text) => {
              change(at, { text })
            }}
          />
          {button.type === 'reply' ? null : (
            <TextField
              label={button.type === 'url' ? t('more.url') : t('more.contactPhone')}
              error={errorAt(`buttons.${at}.value`)}
              inputMode={button.type === 'url' ? 'url' : 'tel'}
              placeholder={button.type === 'url' ? 'https://' : undefined}
              value={button.value}
              maxLength={LIMITS.url}
              onText={(value) => {
                change(at, { value: button.type === 'call' ? maskPhone(value) : value })
              }}
            />
          )}
        </fieldset>
      ))}
      <Button
        size="small"
        variant="ghost"
        className="self-start"
        disabled={buttons.length >= LIMITS.buttons}
        onClick={() => {
          setDraft({ ...draft, buttons: [...buttons, EMPTY_BUTTON] })
        }}
      >
        <Plus aria-hidden className="size-4" strokeWidth={1.75} />
        {t('more.addButton')}
      </Button>
    </SendDialog>
  )
}
