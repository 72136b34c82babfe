/** A instância do lado do gateway: fila, limites, ritmo, saúde, quedas, registro e conta. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  Account,
  AccountInstance,
  Downtime,
  Health,
  InstancePlan,
  Limits,
  PatchedInstanceUpdateRequest,
  PatchedPaceRequest,
  ProfileRequest,
  Queue,
  Reconciliation,
  Sending,
  WebhookLog,
} from '@/api/generated/types.gen'
import { deleteAt, getJson, patchJson, postJson } from '@/api/json'
import { fetchGatewayQueue } from '@/api/gateway-queue'
import { fetchAll, fetchPage, type Page } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'
import type { Instance } from './model'

const ROOT = '/api/instances/'
const TAGS = ['instances'] as const
/** Cada chamada ao gateway pode levar 15 s, e algumas telas fazem seis. */
const SLOW = { timeout: 90_000 }

export const healthQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesHealth', TAGS, { path: { id } }),
    queryFn: ({ signal }) => getJson<Health>(`${ROOT}${id}/health/`, { signal }),
  })

export const limitsQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesLimits', TAGS, { path: { id } }),
    queryFn: ({ signal }) => getJson<Limits>(`${ROOT}${id}/limits/`, { signal }),
  })

export const sendingQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesSending', TAGS, { path: { id } }),
    queryFn: ({ signal }) => getJson<Sending>(`${ROOT}${id}/sending/`, { signal }),
  })

export const savePace = (id: number, changes: PatchedPaceRequest) =>
  patchJson<Sending>(`${ROOT}${id}/sending/`, changes)

export const resumeSending = (id: number) =>
  postJson<Sending>(`${ROOT}${id}/sending/resume/`, {}, SLOW)

export const readPlan = (id: number) => getJson<InstancePlan>(`${ROOT}${id}/plan/`, SLOW)

export const queueQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['gateway-queue', id, 'list'],
    queryFn: ({ pageParam, signal }) =>
      fetchGatewayQueue(id, { limit: 50, path: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Queue) => page.next,
    staleTime: 0,
  })

export const removeQueued = (id: number, insertedId: string) =>
  deleteAt(`${ROOT}${id}/queue/${encodeURIComponent(insertedId)}/`, SLOW)

export const clearQueue = (id: number) => deleteAt(`${ROOT}${id}/queue/`, SLOW)

export const downtimesQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: taggedKey('instancesDowntimes', TAGS, { path: { id } }),
    queryFn: ({ pageParam, signal }) =>
      fetchPage<Downtime>(pageParam ?? `${ROOT}${id}/downtimes/?limit=20`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Downtime>) => page.next,
  })

export const runsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: taggedKey('instancesReconciliations', TAGS, { path: { id } }),
    queryFn: ({ pageParam, signal }) =>
      fetchPage<Reconciliation>(pageParam ?? `${ROOT}${id}/reconcile/?limit=20`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Reconciliation>) => page.next,
  })

export const reconcile = (id: number, start: Date) =>
  postJson<Reconciliation>(`${ROOT}${id}/reconcile/`, { start: start.toISOString() }, SLOW)

export const logsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['webhook-logs', id],
    queryFn: ({ pageParam, signal }) =>
      fetchPage<WebhookLog>(pageParam ?? `${ROOT}${id}/webhook-logs/?limit=20`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<WebhookLog>) => page.next,
    staleTime: 0,
  })

export const saveSettings = (id: number, changes: PatchedInstanceUpdateRequest) =>
  patchJson<Instance>(`${ROOT}${id}/`, changes, SLOW)

export const saveProfile = (id: number, profile: ProfileRequest) =>
  postJson<Instance>(`${ROOT}${id}/profile/`, profile, SLOW)

export const accountQuery = () =>
  queryOptions({
    queryKey: taggedKey('account', ['account']),
    queryFn: ({ signal }) => getJson<Account>('/api/account/', { signal }),
    staleTime: 10 * 60_000,
  })

export const accountInstancesQuery = () =>
  queryOptions({
    queryKey: taggedKey('accountInstances', ['account']),
    queryFn: ({ signal }) => fetchAll<AccountInstance>('/api/account/instances/', signal),
    staleTime: 0,
    retry: false,
  })

export const createAtGateway = (input: { cliente: number; name: string; lite: boolean }) =>
  postJson<Instance>('/api/account/instances/', input, SLOW)

export const importInstance = (input: { cliente: number; instance_id: string }) =>
  postJson<Instance>('/api/account/import/', input, SLOW)

export const deleteEverywhere = (id: number) =>
  deleteAt(`${ROOT}${id}/`, { params: { at_gateway: 1 }, ...SLOW })
