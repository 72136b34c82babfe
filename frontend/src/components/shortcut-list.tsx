import { useTranslation } from 'react-i18next'
import { shortcutMap } from '@/lib/shortcut-map'
import { Kbd } from './ui/kbd'

/** Todas as teclas, por lugar. */
export function ShortcutList() {
  const { t } = useTranslation()
  return (
    <div className="gap-6 tablet:columns-2">
      {shortcutMap().map(({ title, rows }) => (
        <section key={title} className="mb-5 break-inside-avoid">
          <h3 className="mb-1 text-sub text-text-3">{t(title)}</h3>
          <dl>
            {rows.map(({ keys, text }) => (
              <div
                key={text}
                className="flex items-center justify-between gap-4 border-b py-1.5 text-base"
              >
                <dt>{t(text)}</dt>
                <dd className="flex flex-wrap justify-end gap-1.5">
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
  )
}
