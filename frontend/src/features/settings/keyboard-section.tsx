import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { ShortcutList } from '@/components/shortcut-list'
import { Segmented } from '@/components/ui/segmented'
import { Switch } from '@/components/ui/switch'
import { readSendWith, setSendWith, type SendWith } from '@/lib/send-with'
import { areLettersOn, setLettersOn } from '@/lib/shortcuts'

export function KeyboardSection() {
  const { t } = useTranslation()
  const [sendWith, chooseSendWith] = useState(readSendWith)
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
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <span className="min-w-40 flex-1">
            <span className="block text-base">{t('keyboard.sendWith')}</span>
            <span className="block text-meta text-text-3">{t('keyboard.sendWithHint')}</span>
          </span>
          <Segmented<SendWith>
            label={t('keyboard.sendWith')}
            value={sendWith}
            onChange={(choice) => {
              setSendWith(choice)
              chooseSendWith(choice)
            }}
            options={[
              { value: 'enter', label: 'Enter' },
              { value: 'ctrl_enter', label: 'Ctrl+Enter' },
            ]}
          />
        </div>
      </Card>
      <Card className="p-4">
        <ShortcutList key={sendWith} />
      </Card>
    </>
  )
}
