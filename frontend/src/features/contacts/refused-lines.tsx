import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { ImportReport } from './model'

/** As linhas de uma planilha que não servem, cada uma com a razão. */
export function RefusedLines({ refused }: { refused: ImportReport['refused'] }) {
  const { t } = useTranslation()
  if (refused.length === 0) return null
  return (
    <Notice tone="warn">
      {t('contacts.refused', { count: refused.length })}
      <ul className="max-h-40 overflow-y-auto">
        {refused.map(({ line, reason }) => (
          <li key={line}>{t('contacts.line', { line, reason })}</li>
        ))}
      </ul>
    </Notice>
  )
}
