import { http } from './client'
import type { CreateClientConfig } from './generated/client.gen'

/** Chamado pelo cliente gerado ao nascer. */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  axios: http,
  baseURL: '',
})
