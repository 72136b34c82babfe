/** As formas que a API de instâncias responde. */
export interface Instance {
  id: number
  cliente: number
  cliente_name: string | null
  name: string
  instance_id: string
  token_hint: string | null
  status: string
  status_reason: string | null
  status_message?: string | null
  last_status: string | null
  status_since: string | null
  phone: string | null
  lid: string | null
  profile_name: string | null
  platform: string | null
  is_business: boolean | null
  picture_url: string | null
  webhook_url: string | null
  door_open: boolean
  last_event_at: string | null
  created_at: string
  received_24h: number
  sent_24h: number
  outbox_pending: number
  unread_count: number
}

export type ConnectStatus =
  'connected' | 'qr' | 'preparing' | 'confirming' | 'half_paired' | 'paused' | 'failed'

export interface Connection {
  status: ConnectStatus
  qr_code?: string | null
  expires_at?: string | null
  message?: string | null
  phone?: string | null
  codes_shown?: number
}

export type WebhookState = 'match' | 'mismatch' | 'unknown' | 'not_stored' | 'error'

export interface WebhookRow {
  kind: string
  expected_url: string
  actual_url: string | null
  state: WebhookState
  message: string | null
  checked_at: string | null
  last_event_at: string | null
}

export interface Transition {
  id: number
  status: string
  status_reason: string | null
  previous_status: string | null
  cause: 'webhook' | 'poll' | 'gateway' | 'person' | 'send'
  message: string | null
  at: string
  event: number | null
}

export interface PhoneCheck {
  exists: boolean
  phone: string | null
  lid: string | null
}

export interface CredentialsCheck {
  ok: boolean
  connected: boolean | null
  phone: string | null
  message: string | null
}

export interface TestStep {
  name: string
  at: string | null
  event: number | null
}

export interface TestMessage {
  id: number
  chat: number
  status: string
  error: string | null
  created_at: string
  accepted_at: string | null
  steps?: TestStep[]
}
