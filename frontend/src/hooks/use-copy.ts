import { useTranslation } from 'react-i18next'
import { showErrorToast, showToast } from '@/lib/toast'
import { copyText } from '@/lib/clipboard'

/** Copia e diz num aviso o que foi, ou que não se pôde. */
export function useCopy() {
  const { t } = useTranslation()
  return async (text: string, done: string): Promise<void> => {
    if (await copyText(text)) showToast(done)
    else showErrorToast(t('common.copyFailed'))
  }
}
