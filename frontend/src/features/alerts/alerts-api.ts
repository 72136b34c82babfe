/** As chamadas das telas de alertas, uma função por ato. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ChannelTest, Rule } from '@/api/generated/types.gen'
import { deleteAt, getJson, patchJson, postJson } from '@/api/json'
import { fetchAll, fetchPage, type Page } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'
import type { Alert, AlertKind, Channel, ChannelKind } from './model'

const TAGS = ['alerts'] as const
const RULE_TAGS = ['alert-rules'] as const
/** Um aviso de teste espera o servidor de e-mail, ou o de quem recebe o POST. */
const SLOW_MS = 60_000

const ROOT = '/api/alerts/'
const CHANNELS = '/api/alert-channels/'

/** Os por resolver: poucos, e por isso de uma vez. */
export const activeAlertsQuery = (instance: number | null) =>
  queryOptions({
    queryKey: taggedKey('alertsActive', TAGS, { instance }),
    queryFn: async ({ signal }) => {
      const page = await fetchPage<Alert>(ROOT, {
        params: {
          limit: 200,
          state: ['open', 'acknowledged', 'silenced'],
          ...(instance ? { instance } : {}),
        },
        signal,
      })
      return page.results
    },
  })

export const resolvedAlertsQuery = (instance: number | null) =>
  infiniteQueryOptions({
    queryKey: taggedKey('alertsResolved', TAGS, { instance }),
    queryFn: ({ pageParam, signal }) =>
      fetchPage<Alert>(
        pageParam ?? `${ROOT}?limit=30&state=resolved${instance ? `&instance=${instance}` : ''}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Alert>) => page.next,
  })

export const alertQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('alertsRetrieve', TAGS, { path: { id } }),
    queryFn: ({ signal }) => getJson<Alert>(`${ROOT}${id}/`, { signal }),
  })

export const acknowledge = (id: number, comment?: string) =>
  postJson<Alert>(`${ROOT}${id}/acknowledge/`, comment === undefined ? {} : { comment })

export const silence = (id: number, until: Date) =>
  postJson<Alert>(`${ROOT}${id}/silence/`, { until: until.toISOString() })

export const resumeSending = (instance: number) =>
  postJson(`/api/instances/${instance}/sending/resume/`, {}, { timeout: SLOW_MS })

/** De que cliente: quem administra diz, o gestor só tem o seu. */
const ofCliente = (cliente: number | null) => ({ params: cliente ? { cliente } : {} })

export const rulesQuery = (cliente: number | null) =>
  queryOptions({
    queryKey: taggedKey('alertsRules', RULE_TAGS, { cliente }),
    queryFn: ({ signal }) => getJson<Rule[]>(`${ROOT}rules/`, { ...ofCliente(cliente), signal }),
  })

export const saveRule = (
  cliente: number | null,
  kind: AlertKind,
  changes: { is_on?: boolean; threshold?: number | null },
) => patchJson<Rule>(`${ROOT}rules/${kind}/`, changes, ofCliente(cliente))

export const channelsQuery = () =>
  queryOptions({
    queryKey: taggedKey('alertChannelsAll', RULE_TAGS),
    queryFn: ({ signal }) => fetchAll<Channel>(CHANNELS, signal),
  })

export const addChannel = (input: { kind: ChannelKind; target: string; cliente?: number }) =>
  postJson<Channel>(CHANNELS, input)

export const switchChannel = (id: number, isOn: boolean) =>
  patchJson<Channel>(`${CHANNELS}${id}/`, { is_on: isOn })

export const removeChannel = (id: number) => deleteAt(`${CHANNELS}${id}/`)

export const testChannel = (id: number) =>
  postJson<ChannelTest>(`${CHANNELS}${id}/test/`, {}, { timeout: SLOW_MS })
