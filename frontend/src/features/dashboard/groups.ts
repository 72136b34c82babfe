/** Dez tipos de evento em cinco faixas: mais que isso o olho não separa. */
export const GROUPS = [
  { name: 'message', kinds: ['message'] },
  { name: 'message_status', kinds: ['message_status'] },
  { name: 'actions', kinds: ['reaction', 'edit', 'revoke'] },
  { name: 'instance', kinds: ['instance_status', 'qr_code'] },
  { name: 'other', kinds: ['presence', 'call', 'unknown'] },
] as const

export type GroupName = (typeof GROUPS)[number]['name']

const NAMED: readonly string[] = GROUPS.flatMap(({ kinds }) => kinds)

/** Soma por faixa; tipo que esta tela ainda não conhece cai em «outros», nunca some. */
export function groupCounts(kinds: Record<string, number>): Record<GroupName, number> {
  const counts = { message: 0, message_status: 0, actions: 0, instance: 0, other: 0 }
  for (const { name, kinds: names } of GROUPS) {
    for (const kind of names) counts[name] += kinds[kind] ?? 0
  }
  for (const [kind, n] of Object.entries(kinds)) if (!NAMED.includes(kind)) counts.other += n
  return counts
}
