import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showErrorToast } from '@/lib/toast'
import { copyText } from '@/lib/clipboard'
import { IconButton } from './icon-button'

/** Copia e responde no próprio botão: «Copiado». */
export function CopyButton({
  text,
  label,
  className,
  tabIndex,
}: {
  text: string
  label: string
  className?: string
  tabIndex?: number
}) {
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState(false)

  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => {
      setCopied(false)
    }, 2000)
    return () => {
      clearTimeout(timer)
    }
  }, [isCopied])

  return (
    <>
      <IconButton
        size="small"
        icon={isCopied ? Check : Copy}
        label={isCopied ? t('common.copied') : label}
        className={className}
        tabIndex={tabIndex}
        onClick={() => {
          void copyText(text).then((isDone) => {
            if (isDone) setCopied(true)
            else showErrorToast(t('common.copyFailed'))
          })
        }}
      />
      <span role="status" className="sr-only">
        {isCopied ? t('common.copied') : ''}
      </span>
    </>
  )
}
