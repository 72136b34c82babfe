import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { FormNotices } from '@/components/form-notices'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { formatPhone } from '@/lib/format'
import { isWholePhone, maskPhone, phoneDigits, phoneStart } from '@/lib/phone'
import { useFormSave } from '@/forms/use-form-save'
import type { Instance, PhoneCheck, TestMessage } from './model'
import { TestSteps } from './test-steps'

/** Primeiro pergunta se o número existe e como o WhatsApp o escreve; só então manda. */
export function TestMessageForm({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef, { say: (message) => t('instances.actFailed', { message }) })
  const { offline } = form
  const [phone, setPhone] = useState(phoneStart)
  const [text, setText] = useState(() => t('instances.testText'))
  const [check, setCheck] = useState<PhoneCheck | null>(null)
  const [sent, setSent] = useState<TestMessage | null>(null)
  const [busy, setBusy] = useState<'check' | 'send' | null>(null)

  const checking = useRef<Promise<PhoneCheck | null> | null>(null)

  /** Uma pergunta de cada vez: quem clica em enviar enquanto ela corre espera a mesma resposta. */
  function verify(): Promise<PhoneCheck | null> {
    checking.current ??= ask().finally(() => {
      checking.current = null
    })
    return checking.current
  }

  async function ask(): Promise<PhoneCheck | null> {
    if (!isWholePhone(phone)) {
      form.refuse(new Map([['phone', t('instances.phoneShort')]]))
      return null
    }
    setBusy('check')
    const found: PhoneCheck[] = []
    await form.save(async () => {
      found.push(
        await call('POST /api/instances/{id}/phone-exists/', {
          path: { id: instance.id },
          body: { phone: phoneDigits(phone) },
          timeout: SLOW_MS,
        }),
      )
    })
    setBusy((now) => (now === 'check' ? null : now))
    const [answer] = found
    if (!answer) return null
    setCheck(answer)
    if (!answer.exists) form.refuse(new Map([['phone', t('instances.notOnWhatsapp')]]))
    return answer.exists ? answer : null
  }

  async function submit(event: SyntheticEvent) {
    event.preventDefault()
    const known = check?.exists ? check : await verify()
    // Mostra a grafia do WhatsApp antes de usá-la, quando não é a que se escreveu.
    if (!known || (!check && known.phone && known.phone !== phoneDigits(phone))) return
    setBusy('send')
    await form.save(async () => {
      setSent(
        await call('POST /api/instances/{id}/send-test/', {
          path: { id: instance.id },
          body: { phone: known.phone ?? phoneDigits(phone), text: text.trim() },
        }),
      )
    })
    setBusy(null)
  }

  if (sent) {
    return (
      <div className="flex flex-col gap-4">
        <TestSteps message={sent} />
        <Button
          className="self-start"
          onClick={() => {
            setSent(null)
          }}
        >
          {t('instances.testAnother')}
        </Button>
      </div>
    )
  }

  const digits = phoneDigits(phone)
  const isOtherSpelling = check?.exists && check.phone !== null && check.phone !== digits
  return (
    <form
      ref={formRef}
      className="flex flex-col gap-3"
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      {instance.status === 'connected' ? null : (
        <Notice tone="warn">{t('instances.testNotConnected')}</Notice>
      )}
      <Field
        label={t('instances.testPhone')}
        error={form.errorOf('phone')}
        hint={t('instances.testPhoneHint')}
      >
        {(control) => (
          <Input
            {...control}
            data-autofocus
            name="phone"
            type="tel"
            inputMode="tel"
            value={phone}
            onChange={(event) => {
              setPhone(maskPhone(event.target.value))
              setCheck(null)
              form.clear('phone')
            }}
            onBlur={() => {
              if (isWholePhone(phone) && !check && !offline) void verify()
            }}
          />
        )}
      </Field>
      <p role="status" className="min-h-4.5 text-sub text-ok">
        {busy === 'check'
          ? t('instances.checkingPhone')
          : check?.exists
            ? isOtherSpelling
              ? t('instances.willUse', { phone: formatPhone(check.phone ?? '') })
              : t('instances.phoneOk')
            : ''}
      </p>
      <Field label={t('instances.testBody')} error={form.errorOf('text')}>
        {(control) => (
          <Textarea
            {...control}
            name="text"
            rows={3}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
            }}
          />
        )}
      </Field>
      <FormNotices failure={form.failure} offline={offline} />
      <Button
        type="submit"
        variant="primary"
        className="self-end"
        disabled={busy === 'send' || offline !== null || text.trim() === ''}
        isBusy={busy === 'send'}
        busyLabel={t('instances.sending')}
      >
        {t('instances.sendTest')}
      </Button>
    </form>
  )
}
