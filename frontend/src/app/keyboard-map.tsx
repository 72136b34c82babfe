import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ShortcutList } from '@/components/shortcut-list'
import { Dialog } from '@/components/ui/dialog'
import { Switch } from '@/components/ui/switch'
import { areLettersOn, setLettersOn } from '@/lib/shortcuts'

export function KeyboardMap({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [isOn, setOn] = useState(areLettersOn)
  return (
    <Dialog isOpen onClose={onClose} title={t('keyboard.title')} size="large">
      <Switch
        label={t('keyboard.letters')}
        hint={t('keyboard.lettersHint')}
        checked={isOn}
        onChange={(checked) => {
          setLettersOn(checked)
          setOn(checked)
        }}
        className="mb-4 border-b pb-4"
      />
      <ShortcutList />
    </Dialog>
  )
}
