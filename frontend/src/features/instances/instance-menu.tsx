import {
  Ellipsis,
  QrCode,
  RefreshCw,
  RotateCw,
  Send,
  Settings,
  Trash2,
  Unplug,
  Webhook,
} from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { InstanceActDialog, type InstanceAct } from './instance-act-dialog'
import type { Instance } from './model'
import { useCanWrite } from './use-can-write'
import { useRefreshStatus } from './use-refresh-status'

/** Traz a biblioteca de telefones: só quando se abre. */
const TestMessageDialog = lazy(() =>
  import('./test-message-dialog').then((module) => ({ default: module.TestMessageDialog })),
)

/** Tudo o que se faz com uma instância; operador não o vê. */
export function InstanceMenu({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const canWrite = useCanWrite()
  const offline = useOfflineReason()
  const refresh = useRefreshStatus(instance.id)
  const [act, setAct] = useState<InstanceAct | 'test' | null>(null)
  if (!canWrite) return null
  const close = () => {
    setAct(null)
  }
  const open = (next: InstanceAct | 'test') => () => {
    setAct(next)
  }
  const isConnected = instance.status === 'connected'
  return (
    <>
      <Menu
        label={t('instances.actionsOf', { name: instance.name })}
        trigger={(trigger) => (
          <IconButton
            icon={Ellipsis}
            label={t('instances.actionsOf', { name: instance.name })}
            {...trigger}
          />
        )}
      >
        <MenuItem
          icon={QrCode}
          keys="Q"
          onSelect={() => void navigate(paths.instanceConnect(instance.id))}
        >
          {isConnected ? t('instances.seeConnection') : t('instances.connect')}
        </MenuItem>
        <MenuItem icon={Send} disabledReason={offline} onSelect={open('test')}>
          {t('instances.sendTest')}
        </MenuItem>
        <MenuItem icon={RefreshCw} disabledReason={offline} onSelect={refresh}>
          {t('instances.checkNow')}
        </MenuItem>
        <MenuItem
          icon={Webhook}
          onSelect={() => void navigate(`${paths.instance(instance.id)}/webhooks`)}
        >
          {t('instances.tab.webhooks')}
        </MenuItem>
        <MenuItem
          icon={Settings}
          onSelect={() => void navigate(`${paths.instance(instance.id)}/settings`)}
        >
          {t('instances.tab.settings')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={RotateCw} keys="⇧R" disabledReason={offline} onSelect={open('restart')}>
          {t('instances.restart')}
        </MenuItem>
        <MenuItem icon={Unplug} tone="bad" disabledReason={offline} onSelect={open('disconnect')}>
          {t('instances.disconnect')}
        </MenuItem>
        <MenuItem icon={Trash2} tone="bad" disabledReason={offline} onSelect={open('delete')}>
          {t('instances.delete')}
        </MenuItem>
      </Menu>
      {act === 'test' ? (
        <Suspense>
          <TestMessageDialog instance={instance} onClose={close} />
        </Suspense>
      ) : act ? (
        <InstanceActDialog instance={instance} act={act} onClose={close} />
      ) : null}
    </>
  )
}
