import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { formatPhone } from '@/lib/format'
import { isWholePhone, maskPhone, phoneDigits } from '@/lib/phone'
import { useOfflineReason } from '@/forms/use-offline-reason'
import type { Instance, PhoneCheck, TestMessage } from './model'
import { TestSteps } from './test-steps'

type Failure = { where: 'phone' | 'form'; text: string } | null

/** Primeiro pergunta se o número existe e como o WhatsApp o escreve; só então manda. */
export function TestMessageForm({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const offline = useOfflineReason()
  const [phone, setPhone] = useState('+55 ')
  const [text, setText] = useState(() => t('instances.testText'))
  const [check, setCheck] = useState<PhoneCheck | null>(null)
  const [sent, setSent] = useState<TestMessage | null>(null)
  const [busy, setBusy] = useState<'check' | 'send' | null>(null)
  const [failure, setFailure] = useState<Failure>(null)

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
      setFailure({ where: 'phone', text: t('instances.phoneShort') })
      return null
    }
    setBusy('check')
    setFailure(null)
    try {
      const answer = await call('POST /api/instances/{id}/phone-exists/', {
        path: { id: instance.id },
        body: { phone: phoneDigits(phone) },
        timeout: SLOW_MS,
      })
      setCheck(answer)
      if (!answer.exists) setFailure({ where: 'phone', text: t('instances.notOnWhatsapp') })
      return answer.exists ? answer : null
    } catch (error) {
      setFailure({ where: 'form', text: asApiError(error).message })
      return null
    } finally {
      setBusy((now) => (now === 'check' ? null : now))
    }
  }

  async function submit(event: SyntheticEvent) {
    event.preventDefault()
    const known = check?.exists ? check : await verify()
    // Mostra a grafia do WhatsApp antes de usá-la, quando não é a que se escreveu.
    if (!known || (!check && known.phone && known.phone !== phoneDigits(phone))) return
    setBusy('send')
    setFailure(null)
    try {
      setSent(
        await call('POST /api/instances/{id}/send-test/', {
          path: { id: instance.id },
          body: { phone: known.phone ?? phoneDigits(phone), text: text.trim() },
        }),
      )
    } catch (error) {
      setFailure({ where: 'form', text: asApiError(error).message })
    } finally {
      setBusy(null)
    }
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
    <form className="flex flex-col gap-3" noValidate onSubmit={(event) => void submit(event)}>
      {instance.status === 'connected' ? null : (
        <Notice tone="warn">{t('instances.testNotConnected')}</Notice>
      )}
      <Field
        label={t('instances.testPhone')}
        error={failure?.where === 'phone' ? failure.text : null}
        hint={t('instances.testPhoneHint')}
      >
        {(control) => (
          <Input
            {...control}
            data-autofocus
            type="tel"
            inputMode="tel"
            value={phone}
            onChange={(event) => {
              setPhone(maskPhone(event.target.value))
              setCheck(null)
              setFailure(null)
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
      <Field label={t('instances.testBody')}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
            }}
          />
        )}
      </Field>
      {failure?.where === 'form' ? (
        <Notice tone="bad" role="alert">
          {t('instances.actFailed', { message: failure.text })}
        </Notice>
      ) : null}
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
      {offline ? <p className="text-right text-meta text-warn">{offline}</p> : null}
    </form>
  )
}
