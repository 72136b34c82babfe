import { Download, Table2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { IconButton } from '@/components/ui/icon-button'
import { Table, TableCell, TableHead, TableHeading, TableRow } from '@/components/ui/table'
import { useFormat } from '@/hooks/use-format'
import { download, toCsv, type Cell } from '@/lib/csv'
import { cn } from '@/lib/cn'

interface ChartTable {
  head: string[]
  rows: Cell[][]
}

interface ChartCardProps {
  title: string
  /** Nome do arquivo, sem extensão. */
  file: string
  table: () => ChartTable
  legend?: ReactNode
  children: ReactNode
  className?: string
}

/** Moldura de todo gráfico: o mesmo em tabela e em CSV, sempre a um toque. */
export function ChartCard({ title, file, table, legend, children, className }: ChartCardProps) {
  const { t } = useTranslation()
  const [isTable, setTable] = useState(false)
  return (
    <Card
      title={title}
      className={className ?? ''}
      actions={
        <span className="flex">
          <IconButton
            size="small"
            icon={Table2}
            label={isTable ? t('dashboard.asChart') : t('dashboard.asTable')}
            aria-pressed={isTable}
            onClick={() => {
              setTable(!isTable)
            }}
          />
          <IconButton
            size="small"
            icon={Download}
            label={t('dashboard.csv')}
            onClick={() => {
              const { head, rows } = table()
              download(`${file}.csv`, toCsv([head, ...rows]))
            }}
          />
        </span>
      }
    >
      {isTable ? (
        <DataTable {...table()} />
      ) : (
        <div className="flex flex-1 flex-col px-4 pt-1 pb-3">
          {legend ? <div className="mb-1 min-h-9">{legend}</div> : null}
          {children}
        </div>
      )}
    </Card>
  )
}

function DataTable({ head, rows }: ChartTable) {
  const format = useFormat()
  return (
    // Rola por dentro: precisa receber foco.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="max-h-72 overflow-auto" tabIndex={0} role="group">
      <Table>
        <TableHead>
          <tr>
            {head.map((name, index) => (
              <TableHeading key={name} className={cn(index > 0 && 'text-right')}>
                {name}
              </TableHeading>
            ))}
          </tr>
        </TableHead>
        <tbody>
          {rows.map((row, at) => (
            <TableRow key={at}>
              {row.map((cell, index) => (
                <TableCell
                  key={index}
                  className={cn('tabular whitespace-nowrap', index > 0 && 'text-right')}
                >
                  {cell === null ? '–' : typeof cell === 'number' ? format.number(cell) : cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

export interface LegendItem {
  name: string
  value: string
  swatch: ReactNode
}

/** Rótulos com o valor exato da fatia sob a mira, ou do período. */
export function Legend({ items, when }: { items: LegendItem[]; when: string }) {
  return (
    <div className="flex flex-wrap gap-x-3 gap-y-0.5 text-meta text-text-2">
      <span className="tabular w-full text-text-3">{when}</span>
      {items.map(({ name, value, swatch }) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          {swatch}
          {name}
          <b className="tabular font-semibold text-text">{value}</b>
        </span>
      ))}
    </div>
  )
}
