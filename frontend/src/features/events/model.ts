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

export type {
  Event as EventRow,
  EventDetail,
  ReplayJob,
  ReplayRequest as ReplaySelection,
} from '@/api/generated/types.gen'
