import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { LIMITS, linkDraft, linkProblems, linkSend, type LinkDraft } from './choices'
import type { MoreDialogProps } from './more-dialogs'
import { SendDialog } from './send-dialog'
import { ToldErrors } from './told-errors'
import { useFieldErrors } from './use-field-errors'

const FIELDS = /^(url|text|title|description)$/

export function LinkDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => linkDraft(initial))
  const { errorAt, elsewhere, check, touch } = useFieldErrors(linkProblems(draft), initial)

  function change(name: keyof LinkDraft, value: string) {
    setDraft({ ...draft, [name]: value })
    touch(name)
  }

  return (
    <SendDialog
      title={t('more.linkTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (check()) onSend(linkSend(draft))
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <Field label={t('more.url')} error={errorAt('url')}>
        {(control) => (
          <Input
            {...control}
            data-autofocus
            inputMode="url"
            placeholder="https://"
            value={draft.url}
            maxLength={LIMITS.url}
            onChange={(event) => {
              change('url', event.target.value)
            }}
          />
        )}
      </Field>
      <Field label={t('more.message')} hint={t('more.optional')} error={errorAt('text')}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={draft.text}
            maxLength={LIMITS.text}
            onChange={(event) => {
              change('text', event.target.value)
            }}
          />
        )}
      </Field>
      <Field label={t('more.previewTitle')} hint={t('more.optional')} error={errorAt('title')}>
        {(control) => (
          <Input
            {...control}
            value={draft.title}
            maxLength={LIMITS.title}
            onChange={(event) => {
              change('title', event.target.value)
            }}
          />
        )}
      </Field>
      <Field
        label={t('more.previewDescription')}
        hint={t('more.optional')}
        error={errorAt('description')}
      >
        {(control) => (
          <Input
            {...control}
            value={draft.description}
            maxLength={LIMITS.description}
            onChange={(event) => {
              change('description', event.target.value)
            }}
          />
        )}
      </Field>
    </SendDialog>
  )
}
