/** A instância do lado do gateway: fila, limites, ritmo, saúde, quedas, registro e conta. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { http } from '@/api/client'
import {
  account,
  accountCreate,
  accountImport,
  instancesHealth,
  instancesLimits,
  instancesPlan,
  instancesProfile,
  instancesQueue,
  instancesQueueClear,
  instancesQueueRemove,
  instancesReconcile,
  instancesSending,
  instancesSendingResume,
  instancesSendingUpdate,
  instancesUpdate,
} from '@/api/generated/sdk.gen'
import type {
  AccountInstance,
  Downtime,
  PatchedInstanceUpdateRequest,
  PatchedPaceRequest,
  ProfileRequest,
  Queue,
  Queued,
  Reconciliation,
  WebhookLog,
} from '@/api/generated/types.gen'
import { asApiError } from '@/api/errors'
import { fetchAll, fetchPage, type Page } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'

const ROOT = '/api/instances/'
const TAGS = ['instances'] as const
/** Cada chamada ao gateway pode levar 15 s, e algumas telas fazem seis. */
const SLOW = { timeout: 90_000 }

export const healthQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesHealth', TAGS, { path: { id } }),
    queryFn: async ({ signal }) => (await instancesHealth({ path: { id }, signal })).data,
  })

export const limitsQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesLimits', TAGS, { path: { id } }),
    queryFn: async ({ signal }) => (await instancesLimits({ path: { id }, signal })).data,
  })

export const sendingQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesSending', TAGS, { path: { id } }),
    queryFn: async ({ signal }) => (await instancesSending({ path: { id }, signal })).data,
  })

export const savePace = async (id: number, changes: PatchedPaceRequest) =>
  (await instancesSendingUpdate({ path: { id }, body: changes })).data

export const resumeSending = async (id: number) =>
  (await instancesSendingResume({ path: { id }, ...SLOW })).data

export const readPlan = async (id: number) => (await instancesPlan({ path: { id }, ...SLOW })).data

/** O gateway responde 404 a uma fila vazia. */
const EMPTY_QUEUE: Queue = { next: null, previous: null, total: 0, results: [] }

/** Quantos esperam na fila do gateway; lido na hora, que o fluxo não a conta. */
export const queueTotalQuery = (id: number) =>
  queryOptions({
    queryKey: ['gateway-queue', id, 'total'],
    queryFn: async ({ signal }) => {
      try {
        const { data } = await instancesQueue({
          path: { id },
          query: { limit: 1 },
          signal,
          ...SLOW,
        })
        return data.total
      } catch (error) {
        if (asApiError(error).status === 404) return EMPTY_QUEUE.total
        throw error
      }
    },
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

export const queueQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['gateway-queue', id, 'list'],
    queryFn: async ({ pageParam, signal }) => {
      try {
        return await fetchPage<Queued>(pageParam ?? `${ROOT}${id}/queue/?limit=50`, {
          signal,
        }).then((page) => page as Queue)
      } catch (error) {
        if (asApiError(error).status === 404) return EMPTY_QUEUE
        throw error
      }
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: Queue) => page.next,
    staleTime: 0,
  })

export const removeQueued = async (id: number, insertedId: string): Promise<void> => {
  await instancesQueueRemove({ path: { id, inserted_id: insertedId }, ...SLOW })
}

export const clearQueue = async (id: number): Promise<void> => {
  await instancesQueueClear({ path: { id }, ...SLOW })
}

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

export const reconcile = async (id: number, start: Date): Promise<Reconciliation> =>
  (
    await instancesReconcile({
      path: { id },
      body: { start: start.toISOString() },
      ...SLOW,
    })
  ).data

export const logsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['webhook-logs', id],
    queryFn: ({ pageParam, signal }) =>
      fetchPage<WebhookLog>(pageParam ?? `${ROOT}${id}/webhook-logs/?limit=20`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<WebhookLog>) => page.next,
    staleTime: 0,
  })

export const saveSettings = async (id: number, changes: PatchedInstanceUpdateRequest) =>
  (await instancesUpdate({ path: { id }, body: changes, ...SLOW })).data

export const saveProfile = async (id: number, profile: ProfileRequest) =>
  (await instancesProfile({ path: { id }, body: profile, ...SLOW })).data

export const accountQuery = () =>
  queryOptions({
    queryKey: taggedKey('account', ['account']),
    queryFn: async ({ signal }) => (await account({ signal })).data,
    staleTime: 10 * 60_000,
  })

export const accountInstancesQuery = () =>
  queryOptions({
    queryKey: taggedKey('accountInstances', ['account']),
    queryFn: ({ signal }) => fetchAll<AccountInstance>('/api/account/instances/', signal),
    staleTime: 0,
    retry: false,
  })

export const createAtGateway = async (input: { cliente: number; name: string; lite: boolean }) =>
  (await accountCreate({ body: input, ...SLOW })).data

export const importInstance = async (input: { cliente: number; instance_id: string }) =>
  (await accountImport({ body: input, ...SLOW })).data

export const deleteEverywhere = async (id: number): Promise<void> => {
  await http.delete(`${ROOT}${id}/`, { params: { at_gateway: 1 }, ...SLOW })
}
