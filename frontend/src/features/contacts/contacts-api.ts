/** As chamadas das telas de contatos, uma função por ato. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { http } from '@/api/client'
import type { GroupDetail, PhoneCheck } from '@/api/generated/types.gen'
import { getJson, patchJson, postJson } from '@/api/json'
import { fetchPage, type Page } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'
import {
  toApi,
  type Contact,
  type ContactDetail,
  type ContactFilters,
  type ImportReport,
  type Merged,
} from './model'

/** O gateway pode levar 15 s para dizer de um número. */
const SLOW = { timeout: 60_000 }
const PAGE = 100
const ROOT = '/api/contacts/'

export const contactsQuery = (filters: ContactFilters) =>
  infiniteQueryOptions({
    // Etiqueta própria: cada mudança corrige a sua linha, não refaz as páginas (use-contact-list.ts).
    queryKey: taggedKey('contactsInfinite', ['contact-list'], { filters }),
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? fetchPage<Contact>(pageParam, { signal })
        : fetchPage<Contact>(ROOT, {
            params: { limit: PAGE, ...toApi(filters) },
            signal,
          }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Contact>) => page.next,
    placeholderData: keepPreviousData,
  })

export const contactQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('contactsRetrieve', ['contacts'], { path: { id } }),
    queryFn: ({ signal }) => fetchContact(id, signal),
  })

export const fetchContact = (id: number, signal?: AbortSignal) =>
  getJson<ContactDetail>(`${ROOT}${id}/`, { signal })

/** Quem pode ser a mesma pessoa: da mesma instância e do outro tipo de endereço. */
export const candidatesQuery = (contact: Contact, search: string) =>
  queryOptions({
    queryKey: ['merge-candidates', contact.id, search],
    queryFn: async ({ signal }) => {
      const { results } = await fetchPage<Contact>(ROOT, {
        params: {
          limit: 30,
          instance: contact.instance,
          kind: contact.kind === 'lid' ? 'phone' : 'lid',
          ...(search ? { search } : {}),
        },
        signal,
      })
      // Um telefone que já tem LID fica com ele.
      return results.filter(({ kind, lid }) => kind === 'lid' || lid === null)
    },
    placeholderData: keepPreviousData,
  })

export const saveContact = (
  id: number,
  changes: { saved_name?: string | null; notes?: string | null },
) => patchJson<ContactDetail>(`${ROOT}${id}/`, changes)

export const setBlocked = (id: number, isBlocked: boolean) =>
  postJson<ContactDetail>(`${ROOT}${id}/${isBlocked ? 'block' : 'unblock'}/`, {}, SLOW)

export const previewMerge = (id: number, other: number) =>
  postJson<Merged>(`${ROOT}${id}/merge/`, { other, preview: true })

export const mergeContacts = (id: number, other: number) =>
  postJson<Merged>(`${ROOT}${id}/merge/`, { other }, SLOW)

export const unmergeContact = (id: number, address: string) =>
  postJson<ContactDetail>(`${ROOT}${id}/unmerge/`, { address }, SLOW)

export const phoneExists = (instance: number, phone: string) =>
  postJson<PhoneCheck>(`/api/instances/${instance}/phone-exists/`, { phone }, SLOW)

export const startChat = (instance: number, phone: string, name: string) =>
  postJson<ContactDetail>(ROOT, { instance, phone, ...(name ? { saved_name: name } : {}) }, SLOW)

export const createGroup = (instance: number, subject: string, participants: string[]) =>
  postJson<GroupDetail>('/api/groups/', { instance, subject, participants }, SLOW)

export const addToGroup = (group: number, phone: string) =>
  postJson<GroupDetail>(`/api/groups/${group}/members/`, { phones: [phone] }, SLOW)

export const importCsv = (instance: number, file: File) => {
  const form = new FormData()
  form.set('instance', String(instance))
  form.set('file', file)
  return postJson<ImportReport>(`${ROOT}import/`, form, { timeout: 120_000 })
}

export const exportCsv = async (filters: ContactFilters): Promise<string> =>
  (
    await http.get<string>(`${ROOT}export/`, {
      params: toApi(filters),
      responseType: 'text',
      timeout: 120_000,
    })
  ).data
