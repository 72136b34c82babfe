import { useTranslation } from 'react-i18next'
import { Toaster as Sonner } from 'sonner'

/** Embaixo à esquerda; no celular em cima, para nunca cobrir o campo de escrever. */
export function Toaster({ isPhone }: { isPhone: boolean }) {
  const { t } = useTranslation()
  return (
    <Sonner
      position={isPhone ? 'top-center' : 'bottom-left'}
      visibleToasts={3}
      closeButton
      containerAriaLabel={t('common.notifications')}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: t('common.close'),
        classNames: {
          toast:
            'flex w-[22rem] max-w-full items-center gap-3 rounded-bubble border bg-surface px-4 py-3 text-base text-text shadow-overlay',
          error: 'border-bad text-bad',
          actionButton:
            'ml-auto shrink-0 font-medium text-accent-text underline-offset-2 hover:underline',
          closeButton: 'order-last shrink-0 text-text-3 hover:text-text',
        },
      }}
    />
  )
}
