/** O Axios da casa: leva o token e a língua da tela, renova uma vez ao levar 401 e devolve sempre ApiError. */
import axios, { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { screenLanguage } from '@/i18n/language'
import { toApiError, ApiError } from './errors'
import { accessToken, rejectAccess } from './session'

interface RetriableConfig extends InternalAxiosRequestConfig {
  isSecondTry?: boolean
}

export const http = axios.create({
  timeout: 30_000,
  // A API quer ?state=a&state=b, sem colchetes.
  paramsSerializer: { indexes: null },
})

http.interceptors.request.use(async (config) => {
  config.headers.set('Authorization', `Bearer ${await accessToken()}`)
  config.headers.set('Accept-Language', screenLanguage())
  return config
})

http.interceptors.response.use(undefined, async (error: unknown) => {
  if (error instanceof ApiError || axios.isCancel(error)) throw error
  if (!(error instanceof AxiosError)) throw error
  const { response } = error
  const config = error.config as RetriableConfig | undefined
  if (!response) throw new ApiError(0)
  if (response.status === 401 && config && !config.isSecondTry) {
    const sent = String(config.headers.get('Authorization') ?? '').replace(/^Bearer /, '')
    rejectAccess(sent)
    await accessToken()
    config.isSecondTry = true
    return http.request(config)
  }
  const retryAfter: unknown = response.headers['retry-after']
  throw toApiError(
    response.status,
    response.data,
    typeof retryAfter === 'string' ? retryAfter : null,
  )
})
