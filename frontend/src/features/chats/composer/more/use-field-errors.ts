import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiErrorItem } from '@/api/errors'
import type { Problems } from './checks'
import type { Outgoing } from '../../model'

/** O que falta, depois de tentar; e, num envio que o servidor recusou, o que ele disse de cada campo. */
export function useFieldErrors(problems: Problems, initial: Outgoing | null) {
  const { t } = useTranslation()
  const [isTried, setTried] = useState(false)
  const [told, setTold] = useState<ApiErrorItem[]>(initial?.errors ?? [])

  return {
    errorAt: (attr: string): string | null => {
      const problem = isTried ? problems.get(attr) : undefined
      if (problem) return t(`more.problem.${problem}`)
      return told.find((error) => error.attr === attr)?.detail ?? null
    },
    /** O que o servidor disse e não é de um campo deste formulário. */
    elsewhere: (attrs: RegExp): string[] =>
      told.filter(({ attr }) => attr === null || !attrs.test(attr)).map(({ detail }) => detail),
    /** Falso: falta algo, e já se mostra o quê. */
    check: (): boolean => {
      setTried(true)
      return problems.size === 0
    },
    /** Mexer num campo, ou num grupo deles, tira o que o servidor disse dali. */
    touch: (attr: string) => {
      setTold((all) =>
        all.filter((error) => error.attr !== attr && !error.attr?.startsWith(`${attr}.`)),
      )
    },
  }
}
