import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Switch } from '@/components/ui/switch'
import type { GroupDialogProps } from './group-act'
import { adminReason, changesOf } from './group-rights'
import { changeGroup } from './people-api'
import { useGroupScope } from './use-group-scope'

/** Nome, descrição, foto e regras. O que o servidor recusa de um campo diz-se nele. */
export function EditGroupDialog({ group, onClose }: GroupDialogProps) {
  const { t } = useTranslation()
  const { run, who, say } = useGroupScope(group)
  const [before] = useState({
    subject: group.subject ?? '',
    description: group.description ?? '',
    picture: '',
    announce: group.announce ?? false,
    restrict: group.restrict ?? false,
  })
  const [draft, setDraft] = useState(before)
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map())
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const changes = changesOf(before, {
    ...draft,
    subject: draft.subject.trim(),
    description: draft.description.trim(),
    picture: draft.picture.trim(),
  })
  const isSame = Object.keys(changes).length === 0
  const rulesReason = say(adminReason(group, who))

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    if (isSame || isBusy) return
    if (!draft.subject.trim()) {
      setErrors(new Map([['subject', t('common.required')]]))
      return
    }
    setBusy(true)
    setErrors(new Map())
    setFailure(null)
    try {
      await run(changeGroup(group.id, changes))
      showToast(t('groups.edited'))
      onClose()
    } catch (error) {
      const problem = asApiError(error)
      const fields = problem.fields()
      setErrors(fields)
      setFailure(fields.size > 0 ? null : t('groups.failed', { message: problem.message }))
      setBusy(false)
    }
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('groups.editTitle')}>
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        <Field label={t('groups.subject')} error={errors.get('subject')}>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              value={draft.subject}
              maxLength={100}
              onChange={(event) => {
                setDraft({ ...draft, subject: event.target.value })
              }}
            />
          )}
        </Field>
        <Field
          label={t('groups.description')}
          hint={t('groups.descriptionHint')}
          error={errors.get('description')}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              value={draft.description}
              maxLength={2048}
              onChange={(event) => {
                setDraft({ ...draft, description: event.target.value })
              }}
            />
          )}
        </Field>
        <Field
          label={t('groups.picture')}
          hint={t('groups.pictureHint')}
          error={errors.get('picture')}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="url"
              placeholder="https://"
              value={draft.picture}
              maxLength={2048}
              onChange={(event) => {
                setDraft({ ...draft, picture: event.target.value })
              }}
            />
          )}
        </Field>
        <Switch
          label={t('groups.announceRule')}
          hint={rulesReason ?? t('groups.announceHint')}
          checked={draft.announce}
          disabled={rulesReason !== null}
          onChange={(announce) => {
            setDraft({ ...draft, announce })
          }}
        />
        <Switch
          label={t('groups.restrictRule')}
          hint={rulesReason ?? t('groups.restrictHint')}
          checked={draft.restrict}
          disabled={rulesReason !== null}
          onChange={(restrict) => {
            setDraft({ ...draft, restrict })
          }}
        />
        {failure ? (
          <Notice tone="bad" role="alert">
            {failure}
          </Notice>
        ) : null}
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={isSame || isBusy}
            isBusy={isBusy}
            busyLabel={t('details.saving')}
          >
            {t('details.save')}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
