import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { useFormat } from '@/hooks/use-format'
import { ledgerSums, type LedgerSum } from './ledger'
import type { Ledger } from './stats-api'

/** O livro-caixa: nada que chegou some sem conta. Duas somas, conferidas à vista. */
export function LedgerCard({ ledger }: { ledger: Ledger }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rejections = Object.entries(ledger.rejected)
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a)
  return (
    <Card title={t('dashboard.ledger')}>
      <div className="flex flex-col gap-3 px-4 pt-1 pb-4">
        {ledgerSums(ledger).map((sum) => (
          <SumLine key={sum.whole} sum={sum} />
        ))}
        {rejections.length > 0 ? (
          <dl className="flex flex-wrap gap-x-4 gap-y-1 border-t pt-2 text-meta text-text-2">
            <dt className="w-full text-text-3">{t('dashboard.rejectedWhy')}</dt>
            {rejections.map(([reason, n]) => (
              <dd key={reason}>
                {t(`dashboard.rejection.${reason as 'not_json'}`, { defaultValue: reason })}{' '}
                <b className="tabular font-semibold text-text">{format.number(n)}</b>
              </dd>
            ))}
          </dl>
        ) : null}
      </div>
    </Card>
  )
}

function SumLine({ sum }: { sum: LedgerSum }) {
  const { t } = useTranslation()
  const format = useFormat()
  const isEven = sum.gap === 0
  const Icon = isEven ? CircleCheck : TriangleAlert
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-sub text-text-2">
        <span>
          <b className="tabular text-base font-semibold text-text">{format.number(sum.total)}</b>{' '}
          {t(`dashboard.part.${sum.whole}`)}
        </span>
        {sum.parts.map(({ name, n }, index) => (
          <span key={name} className="whitespace-nowrap">
            {index === 0 ? '= ' : '+ '}
            <b className="tabular font-semibold text-text">{format.number(n)}</b>{' '}
            {t(`dashboard.part.${name}`)}
          </span>
        ))}
      </p>
      <p className={`mt-0.5 flex items-center gap-1 text-meta ${isEven ? 'text-ok' : 'text-warn'}`}>
        <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
        {isEven
          ? t('dashboard.sumEven')
          : t('dashboard.sumOff', { n: format.number(Math.abs(sum.gap)) })}
      </p>
    </div>
  )
}
