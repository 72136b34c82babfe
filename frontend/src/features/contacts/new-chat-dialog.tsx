import { useQueryClient } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import type { PhoneCheck } from '@/api/generated/types.gen'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { isWholePhone, maskPhone, phoneDigits } from '@/lib/phone'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { InstanceField, useUsableInstance } from './instance-field'
import { useAskedNumber } from './use-asked-number'

interface NewChatDialogProps {
  /** A do filtro em vigor, se há. */
  instance: number | null
  /** Por que não pode criar grupos; nulo se pode. */
  groupReason: string | null
  onGroup: () => void
  onClose: () => void
}

type Failure = { where: 'phone' | 'form'; text: string } | null

/** Confere o número e mostra a grafia do WhatsApp antes de abrir a conversa: nada vai à pessoa errada. */
export function NewChatDialog({
  instance: preferred,
  groupReason,
  onGroup,
  onClose,
}: NewChatDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const asked = useAskedNumber()
  const cliente = useClienteScope()
  // A instância que veio com o número vale mais que o recorte.
  const choice = useUsableInstance(
    asked.instance === null ? cliente : null,
    asked.instance ?? preferred,
  )
  const { instance } = choice
  const [phone, setPhone] = useState(asked.phone ?? '+55 ')
  const [name, setName] = useState('')
  const [check, setCheck] = useState<PhoneCheck | null>(null)
  const [busy, setBusy] = useState<'check' | 'open' | null>(null)
  const [failure, setFailure] = useState<Failure>(null)
  const digits = phoneDigits(phone)
  const isOtherSpelling = Boolean(check?.exists && check.phone && check.phone !== digits)

  async function verify(on: number): Promise<boolean> {
    if (!isWholePhone(phone)) {
      setFailure({ where: 'phone', text: t('contacts.phoneShort') })
      return false
    }
    setBusy('check')
    setFailure(null)
    try {
      const answer = await call('POST /api/instances/{id}/phone-exists/', {
        path: { id: on },
        body: { phone: digits },
        timeout: SLOW_MS,
      })
      setCheck(answer)
      if (!answer.exists) setFailure({ where: 'phone', text: t('contacts.notOnWhatsapp') })
      // A grafia diferente se mostra antes de se usar: abre-se no segundo toque.
      return answer.exists && (answer.phone === null || answer.phone === digits)
    } catch (error) {
      setFailure({ where: 'form', text: asApiError(error).message })
      return false
    } finally {
      setBusy(null)
    }
  }

  async function submit(event: SyntheticEvent) {
    event.preventDefault()
    if (instance === null || busy !== null) return
    if (!check?.exists && !(await verify(instance))) return
    setBusy('open')
    try {
      const contact = await call('POST /api/contacts/', {
        body: { instance, phone: digits, ...(name.trim() ? { saved_name: name.trim() } : {}) },
        timeout: SLOW_MS,
      })
      void client.invalidateQueries({ queryKey: key('contact-list') })
      await navigate(contact.chat ? paths.chat(contact.chat) : paths.contact(contact.id))
    } catch (error) {
      const problem = asApiError(error)
      const atPhone = problem.fields().get('phone')
      setFailure(
        atPhone ? { where: 'phone', text: atPhone } : { where: 'form', text: problem.message },
      )
      setBusy(null)
    }
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('contacts.newChat')} size="small">
      <form noValidate className="flex flex-col gap-3" onSubmit={(event) => void submit(event)}>
        <InstanceField
          choice={choice}
          onChange={() => {
            setCheck(null)
          }}
        />
        <Field
          label={t('contacts.newChatPhone')}
          hint={t('contacts.newChatHint')}
          error={failure?.where === 'phone' ? failure.text : null}
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
        {failure?.where === 'form' ? (
          <Notice tone="bad" role="alert">
            {t('contacts.actFailed', { message: failure.text })}
          </Notice>
        ) : null}
        {offline ? <Notice tone="warn">{t('contacts.offline')}</Notice> : null}
        {groupReason ? <p className="text-meta text-text-3">{groupReason}</p> : null}
        <span className="flex flex-wrap justify-between gap-2">
          <Button variant="ghost" disabled={groupReason !== null} onClick={onGroup}>
            <Users aria-hidden className="size-4" strokeWidth={1.75} />
            {t('contacts.newGroup')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            disabled={busy !== null || offline !== null || instance === null}
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
