import type { ReplayRequest } from '@/api/generated/types.gen'

export const STATES = ['pending', 'processed', 'ignored', 'failed'] as const
export type EventStateName = (typeof STATES)[number]

export const KINDS = [
  'message',
  'message_status',
  'reaction',
  'edit',
  'revoke',
  'instance_status',
  'qr_code',
  'presence',
  'call',
  'unknown',
] as const
export type EventKind = (typeof KINDS)[number]

export interface EventRow {
  id: number
  event_id: string
  instance: number
  instance_name: string | null
  event_type: string | null
  kind: string
  state: EventStateName
  reason: string | null
  error: string | null
  subject: string | null
  /** O nome do grupo, quando o assunto é de um. */
  subject_name: string | null
  attempts: number
  authenticated: boolean
  duplicates: number
  last_duplicate_at: string | null
  received_at: string
  stored_at: string | null
  claimed_at: string | null
  applied_at: string | null
  published_at: string | null
  processed_at: string | null
  next_retry_at: string | null
  replayed_at: string | null
  size: number
  total_ms: number | null
}

export interface EventDetail extends EventRow {
  /** Um objeto por fato, com `kind` e os campos dele. */
  facts: Record<string, unknown>[]
  links: { chat: number | null; mensagem: number | null } | null
  stack: string | null
  payload: unknown
  payload_text?: string | null
}

export type { ReplayJob, ReplayPreview } from '@/api/generated/types.gen'

export type ReplaySelection = ReplayRequest
