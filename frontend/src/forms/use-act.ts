import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError, type ApiError } from '@/api/errors'
import { useOfflineReason } from './use-offline-reason'

interface Ways {
  /** As palavras em volta do que o servidor disse. */
  say?: ((message: string) => string) | undefined
  /** Mostra o erro noutro lugar (um campo); true: não é preciso dizê-lo aqui. */
  place?: (problem: ApiError) => boolean
}

/** Um ato a pedido de quem olha, o mesmo em todos os botões: ocupado, o que deu errado, e por que não dá agora. */
export function useAct({ say = (message) => message, place = () => false }: Ways = {}) {
  const { t } = useTranslation()
  const offline = useOfflineReason()
  const [isBusy, setBusy] = useState(false)
  // Quem chama pode ser de um desenho de antes: a vez não se lê do estado.
  const isRunning = useRef(false)
  const [failure, setFailure] = useState<string | null>(null)

  return {
    offline,
    isBusy,
    failure,
    forget: () => {
      setFailure(null)
    },
    /** Roda, uma vez de cada vez; em erro diz qual e devolve false. */
    run: async (act: () => Promise<unknown>): Promise<boolean> => {
      if (isRunning.current) return false
      isRunning.current = true
      setBusy(true)
      setFailure(null)
      try {
        await act()
        return true
      } catch (error) {
        const problem = asApiError(error)
        if (!place(problem))
          setFailure(problem.isNetwork ? t('errors.networkTitle') : say(problem.message))
        return false
      } finally {
        isRunning.current = false
        setBusy(false)
      }
    },
  }
}
