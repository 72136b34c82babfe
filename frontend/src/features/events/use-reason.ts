import { useTranslation } from 'react-i18next'

/** O motivo de um ignorado em palavras; o que não se conhece aparece como veio. */
export function useReason(): (reason: string | null) => string | null {
  const { t } = useTranslation()
  return (reason) =>
    reason === null ? null : t(`events.reason.${reason as 'story'}`, { defaultValue: reason })
}

export function useKindName(): (kind: string) => string {
  const { t } = useTranslation()
  return (kind) => t(`events.kind.${kind as 'message'}`, { defaultValue: kind })
}
