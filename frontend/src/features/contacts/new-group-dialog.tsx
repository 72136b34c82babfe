import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { call, SLOW_MS } from '@/api/call'
import { limitsOptions } from '@/api/instance-limits'
import { usePeopleSearch } from '@/api/people-options'
import { PeoplePicker, type Person, withTyped } from '@/components/people-picker'
import { showToast } from '@/lib/toast'
import { FormNotices } from '@/components/form-notices'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { paths } from '@/lib/paths'
import { useFormSave } from '@/forms/use-form-save'
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
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef, {
    fields: ['participants'],
    say: (message) => t('groups.failed', { message }),
  })
  const choice = useUsableInstance(useClienteScope(), preferred)
  const { instance } = choice
  const [subject, setSubject] = useState('')
  const [people, setPeople] = useState<Person[]>([])
  const [isTried, setTried] = useState(false)
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
    if (instance === null || !subject.trim() || everyone.length === 0) return
    await form.save(async () => {
      const group = await call('POST /api/groups/', {
        body: {
          instance,
          subject: subject.trim(),
          participants: everyone.map(({ address }) => address),
        },
        timeout: SLOW_MS,
      })
      showToast(t('groups.created', { name: group.subject ?? subject.trim() }))
      onClose()
      await navigate(paths.chat(group.chat))
    })
  }

  const tooFew = everyone.length === 0 ? t('groups.peopleMissing') : null
  const tooMany = everyone.length > MAX_PEOPLE ? t('groups.tooMany', { count: MAX_PEOPLE }) : null
  const reason = form.offline ?? lacking
  return (
    <Dialog isOpen onClose={onClose} title={t('groups.newTitle')}>
      <form
        ref={formRef}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void submit(event)}
      >
        <InstanceField
          choice={choice}
          onChange={() => {
            setPeople([])
          }}
        />
        <Field
          label={t('groups.subject')}
          error={
            form.errorOf('subject') ?? (isTried && !subject.trim() ? t('common.required') : null)
          }
        >
          {(control) => (
            <Input
              {...control}
              data-autofocus
              name="subject"
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
          error={form.errorOf('participants') ?? tooMany ?? (isTried ? tooFew : null)}
        />
        <FormNotices failure={form.failure} offline={reason} />
        <Button
          type="submit"
          variant="primary"
          className="self-end"
          disabled={form.isBusy || reason !== null || instance === null || tooMany !== null}
          isBusy={form.isBusy}
          busyLabel={t('groups.creating')}
        >
          {t('groups.create')}
        </Button>
      </form>
    </Dialog>
  )
}
