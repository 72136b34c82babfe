import {
  BarChart3,
  CalendarClock,
  GalleryHorizontal,
  KeyRound,
  Link2,
  ListChecks,
  MapPin,
  MousePointerClick,
  Paperclip,
  Plus,
  QrCode,
  UserRound,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { useLimits } from '../../use-limits'
import type { MoreKind } from './more'

interface MoreMenuProps {
  instanceId: number
  /** Nada escrito nem anexado: não há o que agendar. */
  hasContent: boolean
  onFiles: () => void
  onOpen: (kind: MoreKind) => void
}

export function MoreMenu({ instanceId, hasContent, onFiles, onOpen }: MoreMenuProps) {
  const { t } = useTranslation()
  const reasonFor = useLimits(instanceId)
  const open = (kind: MoreKind) => () => {
    onOpen(kind)
  }
  return (
    <Menu
      label={t('more.label')}
      trigger={(trigger) => <IconButton icon={Plus} label={t('more.label')} {...trigger} />}
    >
      <MenuItem icon={Paperclip} onSelect={onFiles}>
        {t('more.files')}
      </MenuItem>
      <MenuItem icon={MapPin} onSelect={open('location')}>
        {t('types.location')}
      </MenuItem>
      <MenuItem icon={UserRound} onSelect={open('contact')}>
        {t('types.contact')}
      </MenuItem>
      <MenuItem icon={BarChart3} disabledReason={reasonFor('poll')} onSelect={open('poll')}>
        {t('types.poll')}
      </MenuItem>
      <MenuItem icon={ListChecks} disabledReason={reasonFor('list')} onSelect={open('list')}>
        {t('types.list')}
      </MenuItem>
      <MenuItem
        icon={MousePointerClick}
        disabledReason={reasonFor('buttons')}
        onSelect={open('buttons')}
      >
        {t('types.buttons')}
      </MenuItem>
      <MenuItem
        icon={GalleryHorizontal}
        disabledReason={reasonFor('carousel')}
        onSelect={open('carousel')}
      >
        {t('types.carousel')}
      </MenuItem>
      <MenuItem icon={Link2} disabledReason={reasonFor('link')} onSelect={open('link')}>
        {t('more.link')}
      </MenuItem>
      <MenuItem icon={QrCode} disabledReason={reasonFor('pix')} onSelect={open('pix')}>
        {t('types.pix')}
      </MenuItem>
      <MenuItem icon={KeyRound} disabledReason={reasonFor('otp')} onSelect={open('otp')}>
        {t('types.otp')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={CalendarClock}
        disabledReason={hasContent ? null : t('more.nothingToSchedule')}
        onSelect={open('schedule')}
      >
        {t('more.sendLater')}
      </MenuItem>
    </Menu>
  )
}
