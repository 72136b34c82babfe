import { useQueryClient } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import type { PhoneCheck } from '@/api/generated/types.gen'
import { FormNotices } from '@/components/form-notices'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { isWholePhone, maskPhone, phoneDigits, phoneStart } from '@/lib/phone'
import { useFormSave } from '@/forms/use-form-save'
import { InstanceField, useUsableInstance } from './instance-field'

interface NewChatDialogProps {
  /** O número que outra tela já trouxe. */
  phone: string | null
  /** A de onde veio o número, ou a do filtro em vigor. */
  instance: number | null
  /** Por que não pode criar grupos; nulo se pode. */
  groupReason: string | null
  onGroup: () => void
  onClose: () => void
}

/** Confere o número e mostra a grafia do WhatsApp antes de abrir a conversa: nada vai à pessoa errada. */
export function NewChatDialog({
  phone: given,
  instance: preferred,
  groupReason,
  onGroup,
  onClose,
}: NewChatDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef, { say: (message) => t('contacts.actFailed', { message }) })
  const cliente = useClienteScope()
  // A instância que veio com o número vale mais que o recorte.
  const choice = useUsableInstance(given === null || preferred === null ? cliente : null, preferred)
  const { instance } = choice
  const [phone, setPhone] = useState(() => (given === null ? phoneStart() : maskPhone(given)))
  const [name, setName] = useState('')
  const [check, setCheck] = useState<PhoneCheck | null>(null)
  const [busy, setBusy] = useState<'check' | 'open' | null>(null)
  const digits = phoneDigits(phone)
  const isOtherSpelling = Boolean(check?.exists && check.phone && check.phone !== digits)

  async function verify(on: number): Promise<boolean> {
    if (!isWholePhone(phone)) {
      form.refuse(new Map([['phone', t('contacts.phoneShort')]]))
      return false
    }
    setBusy('check')
    let answer: PhoneCheck | null = null
    await form.save(async () => {
      answer = await call('POST /api/instances/{id}/phone-exists/', {
        path: { id: on },
        body: { phone: digits },
        timeout: SLOW_MS,
      })
    })
    setBusy(null)
    return accept(answer)
  }

  /** A grafia diferente se mostra antes de se usar: abre-se no segundo toque. */
  function accept(answer: PhoneCheck | null): boolean {
    setCheck(answer)
    if (!answer) return false
    if (!answer.exists) form.refuse(new Map([['phone', t('contacts.notOnWhatsapp')]]))
    return answer.exists && (answer.phone === null || answer.phone === digits)
  }

  async function submit(event: SyntheticEvent) {
    event.preventDefault()
    if (instance === null || busy !== null) return
    if (!check?.exists && !(await verify(instance))) return
    setBusy('open')
    await form.save(async () => {
      const contact = await call('POST /api/contacts/', {
        body: { instance, phone: digits, ...(name.trim() ? { saved_name: name.trim() } : {}) },
        timeout: SLOW_MS,
      })
      void client.invalidateQueries({ queryKey: key('contact-list') })
      onClose()
      await navigate(contact.chat ? paths.chat(contact.chat) : paths.contact(contact.id))
    })
    setBusy(null)
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('contacts.newChat')} size="small">
      <form
        ref={formRef}
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => void submit(event)}
      >
        <InstanceField
          choice={choice}
          onChange={() => {
            setCheck(null)
          }}
        />
        <Field
          label={t('contacts.newChatPhone')}
          hint={t('contacts.newChatHint')}
          error={form.errorOf('phone')}
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
            />
          )}
        </Field>
        <p role="status" className="min-h-4.5 text-sub text-ok">
          {busy === 'check'
            ? t('contacts.checking')
            : check?.exists
              ? isOtherSpelling
                ? t('contacts.willUse', { phone: formatPhone(check.phone ?? '') })
                : t('contacts.phoneOk')
              : ''}
        </p>
        <Field label={t('contacts.newChatName')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={255}
              autoComplete="off"
              onChange={(event) => {
                setName(event.target.value)
              }}
            />
          )}
        </Field>
        <FormNotices failure={form.failure} offline={form.offline && t('contacts.offline')} />
        {groupReason ? <p className="text-meta text-text-3">{groupReason}</p> : null}
        <span className="flex flex-wrap justify-between gap-2">
          <Button variant="ghost" disabled={groupReason !== null} onClick={onGroup}>
            <Users aria-hidden className="size-4" strokeWidth={1.75} />
            {t('contacts.newGroup')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            disabled={busy !== null || form.offline !== null || instance === null}
            isBusy={busy === 'open'}
            busyLabel={t('contacts.newChatOpening')}
          >
            {t('contacts.newChatAct')}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
