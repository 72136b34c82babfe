/**
 * Um só erro para tudo o que a API responde.
 *
 *   ApiError
 *     status 0        a rede não levou o pedido (nada foi perdido)
 *     status 4xx/5xx  `type` e `errors[{code, detail, attr}]` do back-end
 */
export interface ApiErrorItem {
  code: string
  detail: string
  attr: string | null
}

export class ApiError extends Error {
  readonly status: number
  readonly errors: ApiErrorItem[]
  readonly retryAfter: number | null

  constructor(status: number, errors: ApiErrorItem[] = [], retryAfter: number | null = null) {
    super(errors[0]?.detail ?? `HTTP ${status}`)
    this.name = 'ApiError'
    this.status = status
    this.errors = errors
    this.retryAfter = retryAfter
  }

  get isNetwork(): boolean {
    return this.status === 0
  }

  /** Repetir não muda a resposta: o pedido é que não serve, ou não é para quem pede. */
  get isFinal(): boolean {
    return this.status >= 400 && this.status < 500 && ![401, 408, 429].includes(this.status)
  }

  get code(): string | null {
    return this.errors[0]?.code ?? null
  }

  /** Erros por campo, para o formulário mostrar cada um no seu lugar. */
  fields(): Map<string, string> {
    const byField = new Map<string, string>()
    for (const { attr, detail } of this.errors) {
      if (attr && attr !== 'non_field_errors' && !byField.has(attr)) byField.set(attr, detail)
    }
    return byField
  }
}

function isItem(value: unknown): value is ApiErrorItem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value
}

export function toApiError(status: number, body: unknown, retryAfter?: string | null): ApiError {
  const raw =
    typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors)
      ? body.errors.filter(isItem)
      : []
  const seconds = retryAfter ? Number(retryAfter) : Number.NaN
  return new ApiError(status, raw, Number.isFinite(seconds) ? seconds : null)
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0)
}
