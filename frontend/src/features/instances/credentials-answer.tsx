import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { formatPhone, withoutStop } from '@/lib/format'
import type { CredentialsCheck } from './model'

/** O que o gateway disse das credenciais, antes de gravar. */
export function CredentialsAnswer({ answer }: { answer: CredentialsCheck | null }) {
  const { t } = useTranslation()
  return (
    <div role="status" className="empty:hidden">
      {answer === null ? null : answer.ok ? (
        <Notice tone="ok" icon={CircleCheck}>
          {answer.connected
            ? answer.phone
              ? t('instances.credentialsConnected', { phone: formatPhone(answer.phone) })
              : t('instances.credentialsConnectedNoPhone')
            : t('instances.credentialsOk')}
        </Notice>
      ) : (
        <Notice tone="bad">
          {t('instances.credentialsBad', { message: withoutStop(answer.message ?? '') })}
        </Notice>
      )}
    </div>
  )
}
