import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LIMITS, linkDraft, linkProblems, linkSend, type LinkDraft } from './choices'
import type { MoreDialogProps } from './more'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useFieldErrors } from './use-field-errors'

const FIELDS = /^(url|text|title|description)$/

export function LinkDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => linkDraft(initial))
  const { errorAt, elsewhere, check, touch } = useFieldErrors(linkProblems(draft), initial)

  const field = (name: keyof LinkDraft) => ({
    value: draft[name],
    maxLength: LIMITS[name],
    error: errorAt(name),
    onText: (value: string) => {
      setDraft({ ...draft, [name]: value })
      touch(name)
    },
  })

  return (
    <SendDialog
      title={t('more.linkTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (check()) onSend(linkSend(draft))
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField
        label={t('more.url')}
        isFirst
        inputMode="url"
        placeholder="https://"
        {...field('url')}
      />
      <TextField label={t('more.message')} isOptional rows={2} {...field('text')} />
      <TextField label={t('more.previewTitle')} isOptional {...field('title')} />
      <TextField label={t('more.previewDescription')} isOptional {...field('description')} />
    </SendDialog>
  )
}
