import { useTranslation } from 'react-i18next'
import { BackLink } from '@/components/back-link'
import { PageHeader, PageTitle } from '@/components/page-header'
import { Dialog } from '@/components/ui/dialog'
import { paths } from '@/lib/paths'
import type { Instance } from '../model'
import { ConnectPanel } from './connect-panel'

/** No computador, por cima da instância. */
export function ConnectDialog({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const { t } = useTranslation()
  const title = t('instances.connectTitle', { name: instance.name })
  return (
    <>
      <PageTitle parts={[title, t('instances.title')]} />
      <Dialog isOpen onClose={onClose} title={title} size="large">
        <ConnectPanel instance={instance} isPhone={false} />
      </Dialog>
    </>
  )
}

/** No celular, uma página: ninguém aponta a câmera para a própria tela, então abre no código. */
export function ConnectScreen({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const title = t('instances.connectTitle', { name: instance.name })
  return (
    <>
      <PageTitle parts={[title, t('instances.title')]} />
      <PageHeader
        title={title}
        back={<BackLink to={paths.instance(instance.id)} label={t('instances.back')} />}
      />
      <div className="flex-1 overflow-y-auto bg-surface p-4">
        <ConnectPanel instance={instance} isPhone />
      </div>
    </>
  )
}
