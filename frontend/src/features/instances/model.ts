/** As formas que a API de instâncias responde. */
export type {
  Instance,
  SettingName,
  WebhookSetting as WebhookRow,
  WebhookState,
  Webhooks,
} from '@/api/generated/types.gen'

type ConnectStatus =
  'connected' | 'qr' | 'preparing' | 'confirming' | 'half_paired' | 'paused' | 'failed'

export interface Connection {
  status: ConnectStatus
  qr_code?: string | null
  expires_at?: string | null
  message?: string | null
  phone?: string | null
  codes_shown?: number
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

interface TestStep {
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
