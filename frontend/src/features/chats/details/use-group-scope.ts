import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import type { GroupDetail } from '@/api/generated/types.gen'
import { useLiveStatus } from '@/live/use-live-status'
import { refreshChat } from '../cache/chat-rows'
import { useThreadScope } from '../scope'
import type { GroupReason } from './group-rights'
import { chatGroupQuery } from './people-api'

/** O que os atos de um grupo dividem: quem pede, as palavras de um não, e guardar como ele ficou. */
export function useGroupScope(group: GroupDetail) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { isManager, lacks } = useThreadScope()
  const { isOnline } = useLiveStatus()
  const lacking = lacks('groups')

  const run = useCallback(
    async (act: Promise<GroupDetail>): Promise<GroupDetail> => {
      const { queryKey } = chatGroupQuery(group.chat)
      try {
        const changed = await act
        client.setQueryData(queryKey, changed)
        // O nome do grupo é o da conversa: o cabeçalho não espera pelo fluxo.
        refreshChat(client, group.chat)
        return changed
      } catch (error) {
        // Uma de várias mudanças pode ter ido: lê-se de novo.
        void client.invalidateQueries({ queryKey })
        throw asApiError(error)
      }
    },
    [client, group.chat],
  )

  return {
    who: { isManager, isOnline },
    run,
    /** As palavras de um não; o plano vem depois do papel. */
    say: (reason: GroupReason | null): string | null =>
      reason === 'onlyManagers' || reason === 'left'
        ? t(`groups.reason.${reason}`)
        : (lacking ?? (reason ? t(`groups.reason.${reason}`) : null)),
  }
}
