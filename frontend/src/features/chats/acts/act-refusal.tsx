import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { OutcomeBox } from '../bubbles/outcome'
import { actNotes, noteOn } from './act-notes'

/** O não do gateway a uma reação ou a um apagar, junto da mensagem. */
export function ActRefusal({ messageId }: { messageId: number }) {
  const { t } = useTranslation()
  const note = useSyncExternalStore(actNotes.subscribe, () => actNotes.get().get(messageId))
  if (note?.error === undefined) return null
  return (
    <div role="alert">
      <OutcomeBox tone="bad" text={note.error ?? t('outcome.actOffline')}>
        <Button
          size="small"
          variant="ghost"
          onClick={() => {
            noteOn(messageId, null)
          }}
        >
          {t('common.close')}
        </Button>
      </OutcomeBox>
    </div>
  )
}
