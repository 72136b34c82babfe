import { useTranslation } from 'react-i18next'
import { LIMITS } from './checks'
import { linkDraft, linkProblems, linkSend } from './choices'
import type { MoreDialogProps } from './more'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useSendForm } from './use-send-form'

const FIELDS = /^(url|text|title|description)$/

export function LinkDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const { draft, field, check, elsewhere } = useSendForm(
    () => linkDraft(initial),
    linkProblems,
    initial,
  )
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
        {...field('url', LIMITS.url)}
      />
      <TextField label={t('more.message')} isOptional rows={2} {...field('text', LIMITS.text)} />
      <TextField label={t('more.previewTitle')} isOptional {...field('title', LIMITS.title)} />
      <TextField
        label={t('more.previewDescription')}
        isOptional
        {...field('description', LIMITS.description)}
      />
    </SendDialog>
  )
}
