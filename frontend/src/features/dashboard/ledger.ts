/** O livro-caixa em duas somas que têm de fechar. */
import type { Ledger } from './stats-api'

interface LedgerPart {
  name: 'accepted' | 'duplicates' | 'rejected' | 'pending' | 'processed' | 'ignored' | 'failed'
  n: number
}

export interface LedgerSum {
  whole: 'received' | 'accepted'
  total: number
  parts: LedgerPart[]
  /** Quanto as partes passam do todo; 0 quando fecha. */
  gap: number
}

const sum = (values: readonly number[]) => values.reduce((total, n) => total + n, 0)

export function ledgerSums(ledger: Ledger): [LedgerSum, LedgerSum] {
  const { received, accepted, duplicates, pending, processed, ignored, failed } = ledger
  const rejected = sum(Object.values(ledger.rejected))
  const build = (whole: LedgerSum['whole'], total: number, parts: LedgerPart[]): LedgerSum => ({
    whole,
    total,
    parts,
    gap: sum(parts.map(({ n }) => n)) - total,
  })
  return [
    build('received', received, [
      { name: 'accepted', n: accepted },
      { name: 'duplicates', n: duplicates },
      { name: 'rejected', n: rejected },
    ]),
    build('accepted', accepted, [
      { name: 'pending', n: pending },
      { name: 'processed', n: processed },
      { name: 'ignored', n: ignored },
      { name: 'failed', n: failed },
    ]),
  ]
}
