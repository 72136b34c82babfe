import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { Switch } from '@/components/ui/switch'
import { areLettersOn, setLettersOn } from '@/lib/shortcuts'
import { SHORTCUT_MAP } from './shortcut-map'

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
      <div className="gap-6 tablet:columns-2">
        {SHORTCUT_MAP.map(({ title, rows }) => (
          <section key={title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-sub text-text-3">{t(title)}</h3>
            <dl>
              {rows.map(({ keys, text }) => (
                <div
                  key={text}
                  className="flex items-center justify-between gap-4 border-b py-1.5 text-base"
                >
                  <dt>{t(text)}</dt>
                  <dd className="flex gap-1.5">
                    <span className="sr-only">{keys.join(', ')}</span>
                    {keys.map((key) => (
                      <Kbd key={key} keys={key} className="touch:inline-flex" />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
