import { useTranslation } from 'react-i18next'
import { Dialog } from '@/components/ui/dialog'
import type { Instance } from './model'
import { TestMessageForm } from './test-message-form'

export function TestMessageDialog({
  instance,
  onClose,
}: {
  instance: Instance
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog isOpen onClose={onClose} title={t('instances.testTitle', { name: instance.name })}>
      <TestMessageForm instance={instance} />
    </Dialog>
  )
}
