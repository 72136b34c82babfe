/** As chamadas das telas de instâncias, uma função por ato. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { http } from '@/api/client'
import { fetchAll, fetchPage, type Page } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'
import type {
  Connection,
  CredentialsCheck,
  Instance,
  PhoneCheck,
  TestMessage,
  Transition,
  Webhooks,
} from './model'

const ROOT = '/api/instances/'
const TAGS = ['instances'] as const
/** O gateway pode levar 15 s para responder; o de fábrica não basta com seis webhooks. */
const SLOW_MS = 90_000

export const instancesQuery = () =>
  queryOptions({
    queryKey: taggedKey('instancesAll', TAGS),
    queryFn: ({ signal }) => fetchAll<Instance>(ROOT, signal),
  })

export const instanceQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesRetrieve', TAGS, { path: { id } }),
    queryFn: async ({ signal }) => (await http.get<Instance>(`${ROOT}${id}/`, { signal })).data,
  })

export const connectionQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesConnectRetrieve', TAGS, { path: { id } }),
    queryFn: async ({ signal }) =>
      (await http.get<Connection>(`${ROOT}${id}/connect/`, { signal })).data,
    staleTime: 0,
    gcTime: 0,
  })

export const webhooksQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesWebhooksRetrieve', TAGS, { path: { id } }),
    queryFn: async ({ signal }) =>
      (await http.get<Webhooks>(`${ROOT}${id}/webhooks/`, { signal })).data,
  })

export const timelineQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: taggedKey('instancesTimelineList', TAGS, { path: { id } }),
    queryFn: ({ pageParam, signal }) =>
      fetchPage<Transition>(pageParam ?? `${ROOT}${id}/timeline/?limit=100`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Transition>) => page.next,
  })

export interface InstanceInput {
  name: string
  instance_id: string
  token?: string
  cliente?: number
}

async function post<T>(path: string, body: object = {}, timeout = 30_000): Promise<T> {
  return (await http.post<T>(ROOT + path, body, { timeout })).data
}

export const createInstance = (input: InstanceInput) => post<Instance>('', input)

export const updateInstance = async (id: number, changes: { name?: string; token?: string }) =>
  (await http.patch<Instance>(`${ROOT}${id}/`, changes)).data

export const deleteInstance = async (id: number): Promise<void> => {
  await http.delete(`${ROOT}${id}/`, { timeout: SLOW_MS })
}

export const checkCredentials = (instance_id: string, token: string) =>
  post<CredentialsCheck>('check-credentials/', { instance_id, token })

export const startConnect = (id: number) => post<Connection>(`${id}/connect/`)

export const pairingCode = async (id: number, phone: string) =>
  (await post<{ pairing_code: string }>(`${id}/pairing-code/`, { phone }, SLOW_MS)).pairing_code

export const refreshStatus = (id: number) => post<Instance>(`${id}/refresh-status/`, {}, SLOW_MS)

export const restartInstance = (id: number, clearsQueue = false) =>
  post<Instance>(`${id}/restart/`, { clear_queue: clearsQueue }, SLOW_MS)

export const disconnectInstance = (id: number, clearsQueue = false) =>
  post<Instance>(`${id}/disconnect/`, { clear_queue: clearsQueue }, SLOW_MS)

export const rotateSecret = (id: number) => post<Instance>(`${id}/rotate-secret/`)

export const configureWebhooks = (id: number) =>
  post<Webhooks>(`${id}/configure-webhooks/`, {}, SLOW_MS)

export const phoneExists = (id: number, phone: string) =>
  post<PhoneCheck>(`${id}/phone-exists/`, { phone })

export const sendTest = (id: number, phone: string, text: string) =>
  post<TestMessage>(`${id}/send-test/`, { phone, text })

export const testMessageQuery = (id: number) =>
  queryOptions({
    queryKey: ['test-message', id],
    queryFn: async ({ signal }) =>
      (await http.get<TestMessage>(`/api/mensagens/${id}/`, { signal })).data,
    staleTime: 0,
  })
