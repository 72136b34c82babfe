import { useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

interface SendDialogProps {
  title: string
  actLabel?: string
  onClose: () => void
  onSubmit: () => void
  children: ReactNode
}

/** A moldura dos envios que precisam de campos próprios. */
export function SendDialog({ title, actLabel, onClose, onSubmit, children }: SendDialogProps) {
  const { t } = useTranslation()
  const formId = useId()
  const formRef = useRef<HTMLFormElement>(null)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary">
            {actLabel ?? t('composer.send')}
          </Button>
        </>
      }
    >
      <form
        ref={formRef}
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
          // O primeiro campo com erro, depois de a tela o marcar; se enviou, já não há formulário.
          requestAnimationFrame(() => {
            formRef.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
          })
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
