/**
 * O transporte da casa: leva o token e a língua da tela, renova uma vez ao levar 401 e levanta sempre ApiError (ou o
 * AbortError de quem desistiu do pedido).
 */
import { screenLanguage } from '@/i18n/language'
import { ApiError, toApiError } from './errors'
import { accessToken, rejectAccess } from './session'

export interface Asked {
  method: string
  url: string
  /** Vai em JSON; um FormData vai como está. */
  body?: object | undefined
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
  /** Em ms; 0: sem limite. */
  timeout?: number | undefined
  onUploadProgress?: ((part: number) => void) | undefined
}

interface Answered {
  status: number
  text: string
  isJson: boolean
  retryAfter: string | null
}

/** O que não espera o gateway responde em menos que isto, ou não responde. */
const TIMEOUT_MS = 30_000

type Headers = Record<string, string>

async function fetchIt(asked: Asked, headers: Headers, signal: AbortSignal): Promise<Answered> {
  const response = await fetch(asked.url, {
    method: asked.method,
    headers: asked.body ? { ...headers, 'Content-Type': 'application/json' } : headers,
    body: asked.body ? JSON.stringify(asked.body) : null,
    signal,
  })
  return {
    status: response.status,
    text: await response.text(),
    isJson: response.headers.get('Content-Type')?.includes('json') ?? false,
    retryAfter: response.headers.get('Retry-After'),
  }
}

/** Um arquivo sobe pelo Axios, que diz quanto já subiu (o fetch não diz); só então é que ele se carrega. */
async function upload(
  { method, url, onUploadProgress }: Asked,
  body: FormData,
  headers: Headers,
  signal: AbortSignal,
): Promise<Answered> {
  const { default: axios } = await import('axios')
  const answer = await axios.request<string>({
    method,
    url,
    data: body,
    headers,
    signal,
    responseType: 'text',
    transformResponse: (text: string) => text,
    validateStatus: () => true,
    onUploadProgress: ({ loaded, total }) => onUploadProgress?.(total ? loaded / total : 0),
  })
  const told = (name: string) => {
    const value: unknown = answer.headers[name]
    return typeof value === 'string' ? value : null
  }
  return {
    status: answer.status,
    text: answer.data,
    isJson: told('content-type')?.includes('json') ?? false,
    retryAfter: told('retry-after'),
  }
}

async function send(asked: Asked, token: string): Promise<Answered> {
  const { signal, timeout = TIMEOUT_MS } = asked
  const abort = new AbortController()
  const stop = () => {
    abort.abort()
  }
  signal?.addEventListener('abort', stop)
  const timer = timeout > 0 ? setTimeout(stop, timeout) : undefined
  const headers = {
    Accept: 'application/json, text/plain, */*',
    'Accept-Language': screenLanguage(),
    Authorization: `Bearer ${token}`,
    ...asked.headers,
  }
  try {
    signal?.throwIfAborted()
    return asked.body instanceof FormData
      ? await upload(asked, asked.body, headers, abort.signal)
      : await fetchIt(asked, headers, abort.signal)
  } catch {
    // Quem desistiu recebe o seu próprio motivo; o resto é rede que não levou, ou demora.
    signal?.throwIfAborted()
    throw new ApiError(0)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

function read({ text, isJson }: Answered): unknown {
  if (text === '') return undefined
  return isJson ? JSON.parse(text) : text
}

export async function request(asked: Asked): Promise<unknown> {
  const token = await accessToken()
  let answer = await send(asked, token)
  if (answer.status === 401) {
    rejectAccess(token)
    answer = await send(asked, await accessToken())
  }
  const { status, retryAfter } = answer
  if (status < 200 || status >= 300) throw toApiError(status, read(answer), retryAfter)
  return read(answer)
}
