import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useFormSave } from '@/forms/use-form-save'
import { useNow } from '@/hooks/use-now'
import { formatClock } from '@/lib/format'
import { isWholePhone, maskPhone, phoneDigits, phoneStart } from '@/lib/phone'
import type { Connection, Instance } from '../model'
import { Steps } from './steps'

interface PairingViewProps {
  instance: Instance
  connection: Connection | undefined
}

/** Código que se digita no celular: serve a quem está nele e a quem não vê o QR. */
export function PairingView({ instance, connection }: PairingViewProps) {
  const { t } = useTranslation()
  const [phone, setPhone] = useState(
    instance.phone ? maskPhone(`+${instance.phone}`) : phoneStart(),
  )
  const [code, setCode] = useState<{ text: string; at: number } | null>(null)
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef)

  async function submit(event?: SyntheticEvent) {
    event?.preventDefault()
    if (!isWholePhone(phone)) {
      form.refuse(new Map([['phone', t('instances.phoneShort')]]))
      return
    }
    await form.save(async () => {
      const { pairing_code: text } = await call('POST /api/instances/{id}/pairing-code/', {
        path: { id: instance.id },
        body: { phone: phoneDigits(phone) },
        timeout: SLOW_MS,
      })
      setCode({ text, at: Date.now() })
    })
  }

  return (
    <div className="flex flex-col gap-6 tablet:flex-row">
      <form
        ref={formRef}
        className="flex w-full flex-col gap-3 tablet:w-80"
        noValidate
        onSubmit={(event) => void submit(event)}
      >
        <Field
          label={t('instances.phoneToPair')}
          hint={t('instances.phoneHint')}
          error={form.errorOf('phone') ?? form.failure}
        >
          {(control) => (
            <Input
              {...control}
              name="phone"
              type="tel"
              inputMode="tel"
              autoComplete="tel"
              value={phone}
              onChange={(event) => {
                setPhone(maskPhone(event.target.value))
                form.clear('phone')
              }}
            />
          )}
        </Field>
        <Button
          type="submit"
          variant={code ? 'secondary' : 'primary'}
          isBusy={form.isBusy}
          busyLabel={t('instances.askingCode')}
        >
          {code ? t('instances.newCode') : t('instances.getCode')}
        </Button>
        {code ? <PairingCode code={code.text} at={code.at} /> : null}
        {connection?.status === 'confirming' ? (
          <Notice tone="wait">{t('instances.connectState.confirming')}</Notice>
        ) : connection?.status === 'half_paired' ? (
          <Notice tone="warn">{t('instances.connectState.half_paired')}</Notice>
        ) : connection?.status === 'failed' && code && connection.message ? (
          <Notice tone="bad">
            {t('instances.gatewayRefused', { message: connection.message })}
          </Notice>
        ) : null}
      </form>
      <Steps
        title={t('instances.onPhone')}
        steps={[
          t('instances.qrStep1'),
          t('instances.qrStep2'),
          t('instances.codeStep3'),
          t('instances.codeStep4'),
        ]}
      />
    </div>
  )
}

function PairingCode({ code, at }: { code: string; at: number }) {
  const { t } = useTranslation()
  const now = useNow('second')
  const plain = code.replace(/[^\p{L}\p{N}]/gu, '')
  const shown = plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : code
  return (
    <div className="rounded-control border bg-sunken p-3">
      <p className="flex items-center justify-between gap-2">
        <output className="font-mono text-metric font-semibold tracking-wider" aria-live="polite">
          {shown}
        </output>
        <CopyButton text={plain} label={t('instances.copyCode')} />
      </p>
      <p className="tabular text-meta text-text-3">
        {t('instances.codeAge', { clock: formatClock(Math.max(0, (now - at) / 1000)) })}
      </p>
    </div>
  )
}
