import { LoaderCircle, Search, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useModal } from '@/components/ui/dialog'
import { IconButton } from '@/components/ui/icon-button'
import { Kbd } from '@/components/ui/kbd'
import { useUser } from '@/contexts/auth-context'
import { InstanceActDialog } from '@/features/instances/instance-act-dialog'
import { TestMessageDialog } from '@/features/instances/test-message-dialog'
import { choose, parseQuery, type Item } from './items'
import { PaletteOption } from './palette-option'
import { recentItems, remember } from './recents'
import { useActions } from './use-actions'
import { useInstanceItems, type AskedAct } from './use-instance-items'
import { useNumberItem, usePeopleItems } from './use-people-items'
import { usePlaceItems } from './use-place-items'

/** Uma pausa na digitação antes de perguntar ao servidor. */
const SETTLE_MS = 150
const PREFIXED = { '>': 'actions', '@': 'contacts', '!': 'instances' } as const

/** Qualquer coisa da casa por algumas letras. Um ato perigoso abre o diálogo dele, que toma o lugar da paleta. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [asked, setAsked] = useState<AskedAct | null>(null)
  if (!asked) return <PaletteDialog onClose={onClose} onAsk={setAsked} />
  const { instance, act } = asked
  return act === 'test' ? (
    <TestMessageDialog instance={instance} onClose={onClose} />
  ) : (
    <InstanceActDialog instance={instance} act={act} onClose={onClose} />
  )
}

interface PaletteDialogProps {
  onClose: () => void
  onAsk: (asked: AskedAct) => void
}

function PaletteDialog({ onClose, onAsk }: PaletteDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const user = useUser()
  const ref = useModal(true, onClose)
  const baseId = useId()
  const listRef = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [settled, setSettled] = useState('')
  const [activeId, setActiveId] = useState<string | null>(null)

  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(typed)
    }, SETTLE_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [typed])

  const people = usePeopleItems(settled)
  const numbers = useNumberItem(typed)
  const acts = useActions()
  const instances = useInstanceItems(onAsk)
  const places = usePlaceItems()
  const items = [...numbers, ...acts, ...people.items, ...instances, ...places]
  const { only, text } = parseQuery(typed)
  const recent = text === '' ? recentItems(user.id, items) : []
  const sections = choose(items, recent, typed)
  const shown = sections.flatMap(({ section, items: rows }) =>
    rows.map((item) => ({ item, rowId: `${section}/${item.id}` })),
  )
  const active = shown.find(({ rowId }) => rowId === activeId) ?? shown[0]
  // Ainda não se sabe: o servidor não respondeu ao que está escrito.
  const isWaiting = typed.trim() !== '' && (people.isAsking || settled !== typed)
  const optionId = (rowId: string) => `${baseId}${rowId}`

  function move(step: number) {
    if (shown.length === 0) return
    const at = shown.findIndex(({ rowId }) => rowId === active?.rowId)
    const next = shown[(at + step + shown.length) % shown.length]
    if (!next) return
    setActiveId(next.rowId)
    document.getElementById(optionId(next.rowId))?.scrollIntoView({ block: 'nearest' })
  }

  function run(item: Item, inNewTab = false) {
    if (item.disabledReason) return
    if (!item.id.startsWith('number:')) remember(user.id, item)
    if (item.href !== undefined && inNewTab) {
      window.open(item.href, '_blank', 'noopener')
      onClose()
      return
    }
    if (item.href !== undefined) {
      onClose()
      void navigate(item.href, { state: item.state })
      return
    }
    const isAsking = instances.includes(item)
    if (!isAsking) onClose()
    // Depois de a paleta sair e devolver o foco: o que vem agora pode abrir outra coisa, ou levá-lo.
    if (isAsking) item.run?.()
    else setTimeout(() => item.run?.())
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'PageDown') move(Math.min(5, shown.length - 1))
    else if (event.key === 'PageUp') move(-Math.min(5, shown.length - 1))
    else if (event.key === 'Enter' && active) run(active.item, event.ctrlKey || event.metaKey)
    else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) onClose()
    else return
    event.preventDefault()
  }

  return (
    <dialog
      ref={ref}
      aria-label={t('nav.palette')}
      className="m-auto w-full max-w-none enter-overlay overflow-hidden rounded-bubble border bg-surface p-0 text-text shadow-overlay tablet:mt-[12vh] tablet:w-[40rem] tablet:max-w-[calc(100vw-2rem)] phone:m-0 phone:h-dvh phone:max-h-none phone:rounded-none phone:border-0"
    >
      <div className="flex flex-col tablet:max-h-[70vh] phone:h-full phone:pb-safe">
        <div className="flex shrink-0 items-center gap-2 border-b pr-2 pl-4">
          {isWaiting ? (
            <LoaderCircle
              aria-hidden
              className="size-5 shrink-0 animate-spin text-text-3 motion-reduce:animate-none"
              strokeWidth={1.75}
            />
          ) : (
            <Search aria-hidden className="size-5 shrink-0 text-text-3" strokeWidth={1.75} />
          )}
          <input
            data-autofocus
            type="text"
            role="combobox"
            aria-label={t('palette.label')}
            aria-expanded={shown.length > 0}
            aria-controls={shown.length > 0 ? `${baseId}list` : undefined}
            aria-autocomplete="list"
            aria-activedescendant={active ? optionId(active.rowId) : undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="go"
            placeholder={t('palette.placeholder')}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setActiveId(null)
              listRef.current?.scrollTo({ top: 0 })
            }}
            onKeyDown={onKeyDown}
            className="h-12 min-w-0 flex-1 bg-transparent text-msg outline-none placeholder:text-text-3 touch:text-[1rem]"
          />
          <IconButton icon={X} label={t('common.close')} onClick={onClose} keys="Esc" />
        </div>
        <div ref={listRef} className="min-h-0 flex-1 overflow-y-auto p-2">
          {shown.length > 0 ? (
            <div id={`${baseId}list`} role="listbox" aria-label={t('palette.results')}>
              {sections.map(({ section, items: rows }) => (
                <div key={section} role="group" aria-labelledby={`${baseId}${section}`}>
                  <div
                    id={`${baseId}${section}`}
                    role="presentation"
                    className="px-2 pt-2 pb-1 text-meta font-medium text-text-3"
                  >
                    {t(`palette.section.${section}`)}
                  </div>
                  {rows.map((item) => {
                    const rowId = `${section}/${item.id}`
                    return (
                      <PaletteOption
                        key={rowId}
                        id={optionId(rowId)}
                        item={item}
                        isActive={rowId === active?.rowId}
                        onPoint={() => {
                          setActiveId(rowId)
                        }}
                        onRun={(inNewTab) => {
                          run(item, inNewTab)
                        }}
                      />
                    )
                  })}
                </div>
              ))}
            </div>
          ) : isWaiting ? null : (
            <p className="p-4 text-center text-base break-words text-text-2">
              {t('palette.nothing', { text })}
            </p>
          )}
        </div>
        {people.hasFailed ? (
          <p role="alert" className="border-t px-4 py-2 text-sub text-warn">
            {t('palette.failed')}
          </p>
        ) : null}
        <p role="status" className="sr-only">
          {isWaiting || typed.trim() === ''
            ? ''
            : shown.length === 0
              ? t('palette.nothing', { text })
              : t('palette.found', { count: shown.length })}
        </p>
        <p className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-meta text-text-3">
          {only === null ? (
            (['>', '@', '!'] as const).map((prefix) => (
              <span key={prefix} className="inline-flex items-center gap-1.5">
                <Kbd keys={prefix} className="touch:inline-flex" />
                {t(`palette.section.${PREFIXED[prefix]}`)}
              </span>
            ))
          ) : (
            <span>{t('palette.only', { section: t(`palette.section.${only}`) })}</span>
          )}
        </p>
      </div>
    </dialog>
  )
}
