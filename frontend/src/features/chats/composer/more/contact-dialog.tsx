import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { isWholePhone, maskPhone, phoneDigits } from '@/lib/phone'
import { SendDialog } from './send-dialog'
import type { MoreDialogProps } from './more'

export function ContactDialog({ chat, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [isTried, setTried] = useState(false)
  const isWhole = isWholePhone(phone)

  return (
    <SendDialog
      title={t('more.contactTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        setTried(true)
        if (!name.trim() || !isWhole) return
        onSend({
          type: 'contact',
          text: null,
          fields: { contacts: [{ name: name.trim(), phone: phoneDigits(phone) }] },
        })
      }}
    >
      <Field
        label={t('more.contactName')}
        error={isTried && !name.trim() ? t('more.required') : null}
      >
        {(control) => (
          <Input
            {...control}
            data-autofocus
            value={name}
            maxLength={255}
            onChange={(event) => {
              setName(event.target.value)
            }}
          />
        )}
      </Field>
      <Field
        label={t('more.contactPhone')}
        hint={t('more.contactPhoneHint')}
        error={isTried && !isWhole ? t('more.phoneBad') : null}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="tel"
            value={phone}
            onChange={(event) => {
              setPhone(maskPhone(event.target.value))
            }}
          />
        )}
      </Field>
    </SendDialog>
  )
}
