/** O que as telas de contatos perguntam, e os atos que mais de uma faz. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, SLOW_MS } from '@/api/call'
import { key } from '@/lib/key'
import { byCursor } from '@/api/pages'
import { toApi, type Contact, type ContactFilters } from './model'

/** Uma agenda inteira, de ida ou de volta. */
const CSV_MS = 120_000
const PAGE = 100

export const contactsQuery = (filters: ContactFilters) =>
  infiniteQueryOptions({
    // Etiqueta própria: cada mudança corrige a sua linha, não refaz as páginas (use-contact-list.ts).
    queryKey: key('contact-list', 'rows', { filters }),
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/contacts/', {
        query: { limit: PAGE, ...toApi(filters) },
        at: pageParam,
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
  })

export const contactQuery = (id: number) =>
  queryOptions({
    queryKey: key('contacts', 'one', { id }),
    queryFn: ({ signal }) => call('GET /api/contacts/{id}/', { path: { id }, signal }),
  })

/** Quem pode ser a mesma pessoa: da mesma instância e do outro tipo de endereço. */
export const candidatesQuery = (contact: Contact, search: string) =>
  queryOptions({
    queryKey: key('merge', 'candidates', { id: contact.id, search }),
    queryFn: async ({ signal }) => {
      const { results } = await call('GET /api/contacts/', {
        query: {
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

export const unmergeContact = (id: number, address: string) =>
  call('POST /api/contacts/{id}/unmerge/', { path: { id }, body: { address }, timeout: SLOW_MS })

export const importCsv = (instance: number, file: File) =>
  call('POST /api/contacts/import/', { body: { instance, file }, timeout: CSV_MS })

export const exportCsv = (filters: ContactFilters) =>
  call('GET /api/contacts/export/', { query: toApi(filters), timeout: CSV_MS })
