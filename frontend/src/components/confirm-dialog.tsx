import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './ui/button'
import { Dialog } from './ui/dialog'
import { Field } from './ui/field'
import { Input } from './ui/input'
import { Notice } from './ui/notice'

interface ConfirmDialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  /** A consequência, em palavras de quem opera. */
  children: ReactNode
  /** O nome do ato («Desconectar»), nunca «OK». */
  actLabel: string
  busyLabel: string
  onConfirm: () => Promise<unknown>
  isDangerous?: boolean
  /** Para o que não tem volta: exige escrever este nome. */
  typedName?: string
  /** Ainda se busca o que a pessoa precisa saber para decidir. */
  isWaiting?: boolean
}

export function ConfirmDialog({
  isOpen,
  onClose,
  title,
  children,
  actLabel,
  busyLabel,
  onConfirm,
  isDangerous = false,
  typedName,
  isWaiting = false,
}: ConfirmDialogProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const isLocked = isWaiting || (typedName !== undefined && typed.trim() !== typedName)

  async function confirm() {
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      onClose()
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      size="small"
      footer={
        <>
          {/* O foco começa no Cancelar: Enter distraído não destrói nada. */}
          <Button data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            variant={isDangerous ? 'danger' : 'primary'}
            disabled={isLocked || isBusy}
            isBusy={isBusy}
            busyLabel={busyLabel}
            onClick={() => void confirm()}
          >
            {actLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-base text-text-2">
        {children}
        {typedName === undefined ? null : (
          <Field label={t('common.typeToConfirm', { name: typedName })}>
            {(control) => (
              <Input
                {...control}
                value={typed}
                autoComplete="off"
                onChange={(event) => {
                  setTyped(event.target.value)
                }}
              />
            )}
          </Field>
        )}
        {error ? (
          <Notice tone="bad" role="alert">
            {error}
          </Notice>
        ) : null}
      </div>
    </Dialog>
  )
}
