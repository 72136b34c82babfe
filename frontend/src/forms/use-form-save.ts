import { useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import { useOfflineReason } from './use-offline-reason'

type Fields = ReadonlyMap<string, string>

const NONE: Fields = new Map()

/**
 * O salvar de um formulário: ocupado, o erro de cada campo (com o foco no primeiro), o que não é de campo
 * nenhum, e por que não dá agora. O que se escreveu fica.
 */
export function useFormSave(formRef: RefObject<HTMLFormElement | null>) {
  const { t } = useTranslation()
  const offline = useOfflineReason()
  const [isBusy, setBusy] = useState(false)
  const [errors, setErrors] = useState<Fields>(NONE)
  const [failure, setFailure] = useState<string | null>(null)

  function show(found: Fields) {
    setErrors(found)
    const first = [...found.keys()][0]
    if (first) formRef.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
  }

  return {
    offline,
    isBusy,
    failure,
    errorOf: (name: string) => errors.get(name),
    clear: (name: string) => {
      setErrors((current) => new Map([...current].filter(([field]) => field !== name)))
    },
    /** Diz os obrigatórios em branco; true se falta algum. */
    lacks: (values: Record<string, unknown>): boolean => {
      const blank = Object.keys(values).filter((name) => !values[name])
      show(new Map(blank.map((name) => [name, t('common.required')])))
      return blank.length > 0
    },
    /** Roda; em erro mostra onde é e devolve false. */
    save: async (call: () => Promise<unknown>): Promise<boolean> => {
      setBusy(true)
      setFailure(null)
      try {
        await call()
        return true
      } catch (error) {
        const problem = asApiError(error)
        const byField = problem.fields()
        show(byField)
        if (byField.size === 0)
          setFailure(problem.isNetwork ? t('errors.networkTitle') : problem.message)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
