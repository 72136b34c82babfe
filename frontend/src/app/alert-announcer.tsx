import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Um alerta novo é dito uma vez, sem interromper; os que se resolvem, não. */
export function AlertAnnouncer({ open }: { open: number }) {
  const { t } = useTranslation()
  const [known, setKnown] = useState(open)
  const [said, setSaid] = useState(0)
  if (known !== open) {
    setKnown(open)
    setSaid(open > known ? open : 0)
  }
  return (
    <p role="status" className="sr-only">
      {said > 0 ? t('nav.openAlerts', { count: said }) : ''}
    </p>
  )
}
