import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { ShortcutList } from '@/components/shortcut-list'
import { Switch } from '@/components/ui/switch'
import { areLettersOn, setLettersOn } from '@/lib/shortcuts'

export function KeyboardSection() {
  const { t } = useTranslation()
  const [isOn, setOn] = useState(areLettersOn)
  return (
    <>
      <Card className="p-4">
        <Switch
          label={t('keyboard.letters')}
          hint={t('keyboard.lettersHint')}
          checked={isOn}
          onChange={(checked) => {
            setLettersOn(checked)
            setOn(checked)
          }}
        />
      </Card>
      <Card className="p-4">
        <ShortcutList />
      </Card>
    </>
  )
}
