import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet, useLocation, useMatch, useNavigate } from 'react-router'
import { toasterStore } from '@/lib/toast'
import { TooltipLayer } from '@/components/ui/tooltip-layer'
import { useSession } from '@/contexts/auth-context'
import { useOpenAlerts } from '@/features/alerts/use-open-alerts'
import { useUnreadTotal } from '@/features/chats/use-unread-total'

import { usePhone } from '@/hooks/use-media-query'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { loadTexts } from '@/i18n'
import { newChatStore, openNewChat } from '@/lib/new-chat'
import { paths } from '@/lib/paths'
import { readLocal, writeLocal } from '@/lib/storage'
import { deliverLive } from '@/live/changes'
import { AlertAnnouncer } from './alert-announcer'
import { BottomBar } from './bottom-bar'
import { ErrorBoundary } from './error-boundary'
import { LiveBanner } from './live-banner'
import { navItemsFor, type Badges } from './nav-items'
import { openPalette, overlayStore } from './overlays'
import { Rail } from './rail'
import { focusRegion } from './regions'
import { SkipLinks } from './skip-links'
import { useHomeCountry } from './use-home-country'
import { useKeptCliente } from './use-kept-cliente'

const SessionDialog = lazy(() =>
  import('@/features/auth/session-dialog').then((module) => ({ default: module.SessionDialog })),
)
const KeyboardMap = lazy(async () => {
  const [module] = await Promise.all([import('./keyboard-map'), loadTexts('pages')])
  return { default: module.KeyboardMap }
})
/** Os textos de contatos vêm com as páginas de gestão, os de grupos com as conversas. */
const NewChatOverlay = lazy(async () => {
  const [module] = await Promise.all([
    import('@/features/contacts/new-chat'),
    loadTexts('pages'),
    loadTexts('thread'),
  ])
  return { default: module.NewChatOverlay }
})
/** Os textos dela moram com os das páginas de gestão e os da conversa, cujos diálogos ela abre. */
async function loadPalette() {
  const [module] = await Promise.all([
    import('./palette/palette'),
    loadTexts('pages'),
    loadTexts('thread'),
  ])
  return { default: module.Palette }
}
const Palette = lazy(loadPalette)
/** Pedida cedo: enquanto viesse, o que se escreve cairia onde está o foco. */
const PALETTE_AHEAD_MS = 4_000
const ActivitySheet = lazy(() =>
  import('./activity-sheet').then((module) => ({ default: module.ActivitySheet })),
)
const Toaster = lazy(() =>
  import('@/components/toaster').then((module) => ({ default: module.Toaster })),
)

function closeOverlay() {
  overlayStore.set(null)
}

/** Entrou de novo: o que falhou ou envelheceu sem sessão se refaz. */
function catchUp() {
  deliverLive({ type: 'reset' })
}

export function Shell() {
  const { user, status } = useSession()
  const isOut = !user || status === 'out'
  // Saiu, aqui ou em outra aba: nada desta sessão pode continuar na tela.
  useEffect(() => {
    if (isOut) window.location.replace(paths.login)
  }, [isOut])
  return isOut ? null : <SignedInShell />
}

function SignedInShell() {
  useHomeCountry()
  const { t } = useTranslation()
  const { user, status } = useSession()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const isPhone = usePhone()
  const isChatOpen = useMatch(paths.chats + '/:chatId') !== null
  const unread = useUnreadTotal()
  const openAlerts = useOpenAlerts()
  const badges: Badges = {
    [paths.chats]: { count: unread, label: t('nav.unread', { count: unread }) },
    [paths.alerts]: { count: openAlerts, label: t('nav.openAlerts', { count: openAlerts }) },
  }
  const [isExpanded, setExpanded] = useState(() => readLocal('rail') === 'expanded')
  const overlay = useSyncExternalStore(overlayStore.subscribe, overlayStore.get)
  const newChat = useSyncExternalStore(newChatStore.subscribe, newChatStore.get)
  const hasToasts = useSyncExternalStore(toasterStore.subscribe, toasterStore.get)

  useKeptCliente()

  // Vale também quando quem entrou de novo foi outra aba.
  useEffect(() => (status === 'expired' ? catchUp : undefined), [status])

  useEffect(() => {
    if (isPhone) return
    const timer = setTimeout(() => {
      // Sem rede agora, tenta-se de novo ao abrir.
      loadPalette().catch(() => undefined)
    }, PALETTE_AHEAD_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [isPhone])

  function toggleRail() {
    writeLocal('rail', isExpanded ? null : 'expanded')
    setExpanded(!isExpanded)
  }

  useShortcuts([
    {
      keys: '?',
      run: () => {
        overlayStore.set('keyboard')
      },
    },
    { keys: 'mod+k', inFields: true, run: openPalette },
    { keys: '[', run: toggleRail },
    {
      keys: 'c',
      run: () => {
        openNewChat()
      },
    },
    {
      keys: 'ctrl+F6',
      inFields: true,
      run: () => {
        focusRegion(1)
      },
    },
    {
      keys: 'ctrl+shift+F6',
      inFields: true,
      run: () => {
        focusRegion(-1)
      },
    },
    ...(user ? navItemsFor(user.role) : []).map(({ to, keys }) => ({
      keys: keys.toLowerCase(),
      run: () => void navigate(to),
    })),
  ])

  return (
    <div className="flex h-full flex-col">
      <SkipLinks hasNav={!isPhone || !isChatOpen} />
      <LiveBanner />
      <div className="flex min-h-0 flex-1 phone:flex-col">
        {isPhone ? null : <Rail isExpanded={isExpanded} onToggle={toggleRail} badges={badges} />}
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
          <ErrorBoundary resetKey={pathname}>
            <Suspense>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </main>
        {isPhone && !isChatOpen ? <BottomBar badges={badges} /> : null}
      </div>
      <TooltipLayer />
      <AlertAnnouncer open={openAlerts} />
      <Suspense>
        {hasToasts ? <Toaster isPhone={isPhone} /> : null}
        {overlay === 'keyboard' ? <KeyboardMap onClose={closeOverlay} /> : null}
        {overlay === 'palette' ? <Palette onClose={closeOverlay} /> : null}
        {newChat ? <NewChatOverlay key={newChat.kind} asked={newChat} /> : null}
        {overlay === 'activity' ? <ActivitySheet onClose={closeOverlay} /> : null}
        {status === 'expired' && user ? <SessionDialog user={user} /> : null}
      </Suspense>
    </div>
  )
}
