/**
 * Pedidos com os tipos gerados e sem as funções geradas: sdk.gen.ts é um módulo só, e cada função dele que uma
 * página de gestão usasse pesaria na primeira carga das conversas.
 */
import { http } from './client'
import type { Params } from './pages'

interface Options {
  params?: Params
  signal?: AbortSignal | undefined
  timeout?: number
}

/** Sem as chaves ausentes, que o Axios recebe como opção dita. */
function config({ params, signal, timeout }: Options) {
  return {
    ...(params ? { params } : {}),
    ...(signal ? { signal } : {}),
    ...(timeout ? { timeout } : {}),
  }
}

export async function getJson<T>(path: string, options: Options = {}): Promise<T> {
  return (await http.get<T>(path, config(options))).data
}

export async function postJson<T>(
  path: string,
  body: object = {},
  options: Options = {},
): Promise<T> {
  return (await http.post<T>(path, body, config(options))).data
}

export async function patchJson<T>(path: string, body: object, options: Options = {}): Promise<T> {
  return (await http.patch<T>(path, body, config(options))).data
}

export async function deleteAt(path: string, options: Options = {}): Promise<void> {
  await http.delete(path, config(options))
}
