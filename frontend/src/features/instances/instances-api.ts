/** As chamadas das telas de instâncias, uma função por ato. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  instancesCheckCredentials,
  instancesConfigureWebhooks,
  instancesConnect,
  instancesConnectState,
  instancesCreate,
  instancesDestroy,
  instancesDisconnect,
  instancesPairingCode,
  instancesPhoneExists,
  instancesRefreshStatus,
  instancesRestart,
  instancesRetrieve,
  instancesRotateSecret,
  instancesSendTest,
  instancesUpdate,
  instancesWebhooks,
  mensagensRetrieve,
} from '@/api/generated/sdk.gen'
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
    queryFn: async ({ signal }): Promise<Instance> =>
      (await instancesRetrieve({ path: { id }, signal })).data,
  })

export const connectionQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesConnectRetrieve', TAGS, { path: { id } }),
    queryFn: async ({ signal }): Promise<Connection> =>
      (await instancesConnectState({ path: { id }, signal })).data,
    staleTime: 0,
    gcTime: 0,
  })

export const webhooksQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('instancesWebhooksRetrieve', TAGS, { path: { id } }),
    queryFn: async ({ signal }): Promise<Webhooks> =>
      (await instancesWebhooks({ path: { id }, signal })).data,
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

export const createInstance = async (input: InstanceInput): Promise<Instance> =>
  (await instancesCreate({ body: input })).data

export const updateInstance = async (
  id: number,
  changes: { name?: string; token?: string },
): Promise<Instance> => (await instancesUpdate({ path: { id }, body: changes })).data

export const deleteInstance = async (id: number): Promise<void> => {
  await instancesDestroy({ path: { id }, timeout: SLOW_MS })
}

export const checkCredentials = async (
  instance_id: string,
  token: string,
): Promise<CredentialsCheck> =>
  (await instancesCheckCredentials({ body: { instance_id, token } })).data

export const startConnect = async (id: number): Promise<Connection> =>
  (await instancesConnect({ path: { id } })).data

export const pairingCode = async (id: number, phone: string): Promise<string> =>
  (await instancesPairingCode({ path: { id }, body: { phone }, timeout: SLOW_MS })).data
    .pairing_code

export const refreshStatus = async (id: number): Promise<Instance> =>
  (await instancesRefreshStatus({ path: { id }, timeout: SLOW_MS })).data

export const restartInstance = async (id: number, clearsQueue = false): Promise<Instance> =>
  (
    await instancesRestart({
      path: { id },
      body: { clear_queue: clearsQueue },
      timeout: SLOW_MS,
    })
  ).data

export const disconnectInstance = async (id: number, clearsQueue = false): Promise<Instance> =>
  (
    await instancesDisconnect({
      path: { id },
      body: { clear_queue: clearsQueue },
      timeout: SLOW_MS,
    })
  ).data

export const rotateSecret = async (id: number): Promise<Instance> =>
  (await instancesRotateSecret({ path: { id } })).data

export const configureWebhooks = async (id: number): Promise<Webhooks> =>
  (await instancesConfigureWebhooks({ path: { id }, timeout: SLOW_MS })).data

export const phoneExists = async (id: number, phone: string): Promise<PhoneCheck> =>
  (await instancesPhoneExists({ path: { id }, body: { phone } })).data

export const sendTest = async (id: number, phone: string, text: string): Promise<TestMessage> =>
  (await instancesSendTest({ path: { id }, body: { phone, text } })).data

export const testMessageQuery = (id: number) =>
  queryOptions({
    queryKey: ['test-message', id],
    queryFn: async ({ signal }): Promise<TestMessage> =>
      (await mensagensRetrieve({ path: { id }, signal })).data,
    staleTime: 0,
  })
