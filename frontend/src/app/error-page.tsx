import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { Empty } from '@/components/ui/empty'

/** Erro de código ou pacote que não veio (versão nova no ar): recarregar costuma resolver. */
export function ErrorPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const detail =
    error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error)
  return (
    <div className="grid h-full place-items-center overflow-y-auto">
      <Empty
        isPage
        kind="error"
        title={t('errors.pageTitle')}
        actions={
          <Button
            variant="primary"
            onClick={() => {
              window.location.reload()
            }}
          >
            {t('errors.reload')}
          </Button>
        }
      >
        <p>{t('errors.pageText')}</p>
        <details className="mt-3 text-left">
          <summary className="text-sub text-text-3">{t('errors.technical')}</summary>
          <CodeBlock
            code={detail}
            label={t('errors.technical')}
            copyLabel={t('common.copy')}
            isWrapped
            className="mt-2"
          />
        </details>
      </Empty>
    </div>
  )
}
