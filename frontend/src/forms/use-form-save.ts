import { useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '@/api/errors'
import { useAct } from './use-act'

type Fields = ReadonlyMap<string, string>

const NONE: Fields = new Map()

interface Ways {
  /** Campos sem `name` no formulário (uma escolha, gente) que mostram o seu erro. */
  fields?: readonly string[]
  /** As palavras em volta do que o servidor disse e não é de campo nenhum. */
  say?: (message: string) => string
}

/**
 * O salvar de um formulário, o mesmo em todos: ocupado, o erro de cada campo (com o foco no primeiro), o que não é de campo
 * nenhum daqui, e por que não dá agora. O que se escreveu fica.
 */
export function useFormSave(
  formRef: RefObject<HTMLFormElement | null>,
  { fields = [], say }: Ways = {},
) {
  const { t } = useTranslation()
  const [errors, setErrors] = useState<Fields>(NONE)

  const control = (name: string) => formRef.current?.querySelector<HTMLElement>(`[name="${name}"]`)

  function show(found: Fields) {
    setErrors(found)
    const first = [...found.keys()].find(control)
    if (first) control(first)?.focus()
  }

  /** Cada erro no seu campo; `participants.3` é de `participants`. O de um campo que não está aqui diz-se no formulário. */
  function place(problem: ApiError): boolean {
    const here = new Map<string, string>()
    for (const [attr, detail] of problem.fields()) {
      const name = attr.split('.')[0] ?? attr
      if (!here.has(name) && (fields.includes(name) || control(name))) here.set(name, detail)
    }
    show(here)
    return here.size > 0
  }

  const { run, forget, ...act } = useAct({ say, place })

  return {
    ...act,
    errorOf: (name: string) => errors.get(name),
    clear: (name: string) => {
      setErrors((current) => new Map([...current].filter(([field]) => field !== name)))
    },
    /** Mostra estes erros, cada um no seu campo; true se há algum. */
    refuse: (found: Fields): boolean => {
      forget()
      show(found)
      return found.size > 0
    },
    /** Diz os obrigatórios em branco; true se falta algum. */
    lacks: (values: Record<string, unknown>): boolean => {
      const blank = Object.keys(values).filter((name) => !values[name])
      show(new Map(blank.map((name) => [name, t('common.required')])))
      return blank.length > 0
    },
    /** Roda, uma vez de cada vez; em erro mostra onde é e devolve false. */
    save: (todo: () => Promise<unknown>): Promise<boolean> =>
      run(() => {
        setErrors(NONE)
        return todo()
      }),
  }
}
