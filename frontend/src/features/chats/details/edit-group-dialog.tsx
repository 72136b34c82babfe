import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { FormNotices } from '@/components/form-notices'
import { useFormSave } from '@/forms/use-form-save'
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
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef, { say: (message) => t('groups.failed', { message }) })
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
    if (isSame || form.lacks({ subject: draft.subject.trim() })) return
    if (!(await form.save(() => run(changeGroup(group.id, changes))))) return
    showToast(t('groups.edited'))
    onClose()
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('groups.editTitle')}>
      <form
        ref={formRef}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void save(event)}
      >
        <Field label={t('groups.subject')} error={form.errorOf('subject')}>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              name="subject"
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
          error={form.errorOf('description')}
        >
          {(control) => (
            <Textarea
              {...control}
              name="description"
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
          error={form.errorOf('picture')}
        >
          {(control) => (
            <Input
              {...control}
              name="picture"
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
        <FormNotices failure={form.failure} offline={form.offline} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={isSame || form.isBusy || form.offline !== null}
            isBusy={form.isBusy}
            busyLabel={t('details.saving')}
          >
            {t('details.save')}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
