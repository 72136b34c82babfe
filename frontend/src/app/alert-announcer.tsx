import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Um alerta novo é dito uma vez, sem interromper; os que se resolvem, não. */
export function AlertAnnouncer({ open }: { open: number }) {
  const { t } = useTranslation()
  const [known, setKnown] = useState(open)
  const [said, setSaid] = useState('')
  if (known !== open) {
    setKnown(open)
    setSaid(open > known ? t('nav.openAlerts', { count: open }) : '')
  }
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
