import { LocateFixed } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { parseCoordinates } from './coordinates'
import { SendDialog } from './send-dialog'
import type { MoreDialogProps } from './more'

export function LocationDialog({ chat, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [address, setAddress] = useState('')
  const [where, setWhere] = useState('')
  const [isTried, setTried] = useState(false)
  const [isLocating, setLocating] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const place = parseCoordinates(where)

  function locate() {
    setLocating(true)
    setFailed(false)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setWhere(`${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`)
        setLocating(false)
      },
      () => {
        setFailed(true)
        setLocating(false)
      },
      { timeout: 10_000 },
    )
  }

  return (
    <SendDialog
      title={t('more.locationTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        setTried(true)
        if (!place) return
        onSend({
          type: 'location',
          text: null,
          fields: { ...place, name: name.trim() || null, address: address.trim() || null },
        })
      }}
    >
      <Field
        label={t('more.coordinates')}
        hint={t('more.coordinatesHint')}
        error={
          isTried && !place ? t('more.coordinatesBad') : hasFailed ? t('more.locateFailed') : null
        }
      >
        {(control) => (
          <Input
            {...control}
            data-autofocus
            value={where}
            placeholder="-23.550520, -46.633308"
            maxLength={300}
            onChange={(event) => {
              setWhere(event.target.value)
              setFailed(false)
            }}
          />
        )}
      </Field>
      {'geolocation' in navigator ? (
        <Button
          size="small"
          className="self-start"
          isBusy={isLocating}
          busyLabel={t('more.locating')}
          onClick={locate}
        >
          <LocateFixed aria-hidden className="size-4" strokeWidth={1.75} />
          {t('more.locate')}
        </Button>
      ) : null}
      <Field label={t('more.placeName')} hint={t('more.optional')}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={255}
            onChange={(event) => {
              setName(event.target.value)
            }}
          />
        )}
      </Field>
      <Field label={t('more.address')} hint={t('more.optional')}>
        {(control) => (
          <Input
            {...control}
            value={address}
            maxLength={500}
            onChange={(event) => {
              setAddress(event.target.value)
            }}
          />
        )}
      </Field>
    </SendDialog>
  )
}
