/** As chamadas das telas de alertas, uma função por ato. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  alertChannelsCreate,
  alertChannelsDestroy,
  alertChannelsTest,
  alertChannelsUpdate,
  alertsAcknowledge,
  alertsList,
  alertsRetrieve,
  alertsRule,
  alertsRules,
  alertsSilence,
  instancesSendingResume,
} from '@/api/generated/sdk.gen'
import type { AlertsListData } from '@/api/generated/types.gen'
import { fetchAll, fetchPage, type Page } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'
import type { Alert, AlertKind, Channel, ChannelKind } from './model'

const TAGS = ['alerts'] as const
const RULE_TAGS = ['alert-rules'] as const
/** Um aviso de teste espera o servidor de e-mail, ou o de quem recebe o POST. */
const SLOW_MS = 60_000

const ACTIVE: NonNullable<AlertsListData['query']>['state'] = ['open', 'acknowledged', 'silenced']

/** Os por resolver: poucos, e por isso de uma vez. */
export const activeAlertsQuery = (instance: number | null) =>
  queryOptions({
    queryKey: taggedKey('alertsActive', TAGS, { instance }),
    queryFn: async ({ signal }) =>
      (
        await alertsList({
          query: { limit: 200, state: ACTIVE, ...(instance ? { instance } : {}) },
          signal,
        })
      ).data.results,
  })

export const resolvedAlertsQuery = (instance: number | null) =>
  infiniteQueryOptions({
    queryKey: taggedKey('alertsResolved', TAGS, { instance }),
    queryFn: ({ pageParam, signal }) =>
      fetchPage<Alert>(
        pageParam ??
          `/api/alerts/?limit=30&state=resolved${instance ? `&instance=${instance}` : ''}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Alert>) => page.next,
  })

export const alertQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('alertsRetrieve', TAGS, { path: { id } }),
    queryFn: async ({ signal }) => (await alertsRetrieve({ path: { id }, signal })).data,
  })

export const acknowledge = async (id: number, comment?: string): Promise<Alert> =>
  (await alertsAcknowledge({ path: { id }, body: comment === undefined ? {} : { comment } })).data

export const silence = async (id: number, until: Date): Promise<Alert> =>
  (await alertsSilence({ path: { id }, body: { until: until.toISOString() } })).data

export const resumeSending = async (instance: number): Promise<void> => {
  await instancesSendingResume({ path: { id: instance }, timeout: SLOW_MS })
}

export const rulesQuery = (cliente: number | null) =>
  queryOptions({
    queryKey: taggedKey('alertsRules', RULE_TAGS, { cliente }),
    queryFn: async ({ signal }) =>
      (await alertsRules({ query: cliente ? { cliente } : {}, signal })).data,
  })

export const saveRule = async (
  cliente: number | null,
  kind: AlertKind,
  changes: { is_on?: boolean; threshold?: number | null },
) =>
  (
    await alertsRule({
      path: { kind },
      query: cliente ? { cliente } : {},
      body: changes,
    })
  ).data

export const channelsQuery = () =>
  queryOptions({
    queryKey: taggedKey('alertChannelsAll', RULE_TAGS),
    queryFn: ({ signal }) => fetchAll<Channel>('/api/alert-channels/', signal),
  })

export const addChannel = async (input: {
  kind: ChannelKind
  target: string
  cliente?: number
}): Promise<Channel> => (await alertChannelsCreate({ body: input })).data

export const switchChannel = async (id: number, isOn: boolean): Promise<Channel> =>
  (await alertChannelsUpdate({ path: { id }, body: { is_on: isOn } })).data

export const removeChannel = async (id: number): Promise<void> => {
  await alertChannelsDestroy({ path: { id } })
}

export const testChannel = async (id: number) =>
  (await alertChannelsTest({ path: { id }, timeout: SLOW_MS })).data
