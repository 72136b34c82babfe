import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { useInstanceWord } from '@/components/status-badge'
import { showErrorToast, showToast } from '@/lib/toast'

/** Pergunta agora ao gateway e diz o que ele respondeu. */
export function useRefreshStatus(id: number): () => void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const word = useInstanceWord()
  return () => {
    call('POST /api/instances/{id}/refresh-status/', { path: { id }, timeout: SLOW_MS })
      .then((instance) => {
        showToast(t('instances.checked', { name: instance.name, state: word(instance) }))
      })
      .catch((error: unknown) => {
        showErrorToast(t('instances.actFailed', { message: asApiError(error).message }))
      })
      .finally(() => void client.invalidateQueries({ queryKey: key('instances') }))
  }
}
