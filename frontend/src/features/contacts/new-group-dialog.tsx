import { useQuery } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { limitsOptions } from '@/api/instance-limits'
import { usePeopleSearch } from '@/api/people-options'
import { PeoplePicker, type Person, withTyped } from '@/components/people-picker'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { InstanceField, useUsableInstance } from './instance-field'

const MAX_PEOPLE = 256

interface NewGroupDialogProps {
  /** A do filtro em vigor, se há. */
  instance: number | null
  onClose: () => void
}

/** Um grupo novo no WhatsApp, nosso: o nome, e quem entra. */
export function NewGroupDialog({ instance: preferred, onClose }: NewGroupDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const offline = useOfflineReason()
  const choice = useUsableInstance(useClienteScope(), preferred)
  const { instance } = choice
  const [subject, setSubject] = useState('')
  const [people, setPeople] = useState<Person[]>([])
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ReadonlyMap<string, string>>(new Map())
  const search = usePeopleSearch(instance)
  const limits = useQuery({
    ...limitsOptions(instance ?? 0),
    enabled: instance !== null,
  })
  const everyone = withTyped(people, search.search)
  const lacking = limits.data?.features.find(({ name }) => name === 'groups')?.reason ?? null

  async function submit(event: SyntheticEvent) {
    event.preventDefault()
    setTried(true)
    if (instance === null || isBusy || !subject.trim() || everyone.length === 0) return
    setBusy(true)
    setFailure(new Map())
    try {
      const group = await call('POST /api/groups/', {
        body: {
          instance,
          subject: subject.trim(),
          participants: everyone.map(({ address }) => address),
        },
        timeout: SLOW_MS,
      })
      showToast(t('groups.created', { name: group.subject ?? subject.trim() }))
      await navigate(paths.chat(group.chat))
    } catch (error) {
      const problem = asApiError(error)
      const fields = problem.fields()
      // De um participante (`participants.3`) diz-se no campo deles.
      const atPeople = [...fields].find(([attr]) => attr.startsWith('participants'))?.[1]
      const atSubject = fields.get('subject')
      setFailure(
        new Map<string, string>([
          ...(atPeople ? [['people', atPeople] as const] : []),
          ...(atSubject ? [['subject', atSubject] as const] : []),
          ...(atPeople || atSubject ? [] : [['form', problem.message] as const]),
        ]),
      )
      setBusy(false)
    }
  }

  const tooFew = everyone.length === 0 ? t('groups.peopleMissing') : null
  const tooMany = everyone.length > MAX_PEOPLE ? t('groups.tooMany', { count: MAX_PEOPLE }) : null
  const reason = offline ?? lacking
  return (
    <Dialog isOpen onClose={onClose} title={t('groups.newTitle')}>
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <InstanceField
          choice={choice}
          onChange={() => {
            setPeople([])
          }}
        />
        <Field
          label={t('groups.subject')}
          error={
            failure.get('subject') ?? (isTried && !subject.trim() ? t('common.required') : null)
          }
        >
          {(control) => (
            <Input
              {...control}
              data-autofocus
              value={subject}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => {
                setSubject(event.target.value)
              }}
            />
          )}
        </Field>
        <PeoplePicker
          label={t('groups.people')}
          {...search}
          chosen={people}
          onChange={setPeople}
          error={failure.get('people') ?? tooMany ?? (isTried ? tooFew : null)}
        />
        {failure.has('form') ? (
          <Notice tone="bad" role="alert">
            {t('groups.failed', { message: failure.get('form') })}
          </Notice>
        ) : null}
        {reason ? <Notice tone="warn">{reason}</Notice> : null}
        <Button
          type="submit"
          variant="primary"
          className="self-end"
          disabled={isBusy || reason !== null || instance === null || tooMany !== null}
          isBusy={isBusy}
          busyLabel={t('groups.creating')}
        >
          {t('groups.create')}
        </Button>
      </form>
    </Dialog>
  )
}
