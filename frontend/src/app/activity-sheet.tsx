import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { RelativeTime } from '@/components/relative-time'
import { activityStore } from '@/lib/toast'
import { Empty } from '@/components/ui/empty'
import { IconButton } from '@/components/ui/icon-button'
import { Sheet } from '@/components/ui/sheet'
import { cn } from '@/lib/cn'

/** Tudo o que os avisos já disseram nesta visita: quem piscou ainda lê. */
export function ActivitySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const activities = useSyncExternalStore(activityStore.subscribe, activityStore.get)
  return (
    <Sheet isOpen onClose={onClose} label={t('nav.activity')}>
      <div className="flex h-full flex-col">
        <header className="flex min-h-12 items-center gap-2 border-b pr-2 pl-4">
          <h2 className="flex-1 text-pane">{t('nav.activity')}</h2>
          <IconButton icon={X} label={t('common.close')} keys="Esc" onClick={onClose} />
        </header>
        {activities.length === 0 ? (
          <Empty kind="nothing" title={t('nav.noActivity')} className="flex-1" />
        ) : (
          <ul className="min-h-0 flex-1 overflow-y-auto">
            {activities.map(({ id, text, tone, at }) => (
              <li key={id} className="flex items-baseline gap-3 border-b px-4 py-2.5 text-base">
                <span className={cn('min-w-0 flex-1 break-words', tone === 'error' && 'text-bad')}>
                  {text}
                </span>
                <RelativeTime iso={at} className="shrink-0 text-meta text-text-3" />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Sheet>
  )
}
