import {
  Bell,
  CheckCheck,
  CornerDownLeft,
  Eye,
  Filter,
  Keyboard,
  Languages,
  Link2,
  LogOut,
  MailQuestion,
  MessageSquarePlus,
  Monitor,
  Moon,
  PanelLeft,
  PanelRight,
  Plus,
  Radio,
  RotateCw,
  Rows3,
  Rows4,
  Search,
  Sun,
  Clipboard,
  WrapText,
  type LucideIcon,
} from 'lucide-react'
import type { ParseKeys } from 'i18next'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { matchPath, useLocation } from 'react-router'
import { call } from '@/api/call'
import { logout } from '@/api/session'
import { showErrorToast } from '@/lib/toast'
import { useHasRole } from '@/contexts/auth-context'
import { useTheme } from '@/contexts/theme-context'
import { useCopy } from '@/hooks/use-copy'
import { usePhone } from '@/hooks/use-media-query'
import { changeLanguage, currentLanguage } from '@/i18n'
import { openNewChat } from '@/lib/new-chat'
import { paths } from '@/lib/paths'
import { isBound, press } from '@/lib/shortcuts'
import { overlayStore } from '../overlays'
import { knownChats } from './chat-cache'
import type { Item } from './items'

interface BoundAct {
  /** A tecla como o dono a registrou, e como se mostra. */
  bound: string
  keys: string
  icon: LucideIcon
  text: ParseKeys
}

/** O que as teclas da página em foco fazem; só se oferece o que tem dono agora. */
const BY_PAGE: { path: string; acts: BoundAct[] }[] = [
  {
    path: `${paths.chats}/:id`,
    acts: [
      { bound: 'r', keys: 'R', icon: CornerDownLeft, text: 'keyboard.focusReply' },
      { bound: ']', keys: ']', icon: PanelRight, text: 'keyboard.details' },
    ],
  },
  {
    path: `${paths.chats}/*`,
    acts: [{ bound: 'n', keys: 'N', icon: MailQuestion, text: 'keyboard.nextUnread' }],
  },
  {
    path: `${paths.events}/:id`,
    acts: [
      { bound: 'r', keys: 'R', icon: RotateCw, text: 'keyboard.replay' },
      { bound: 'y', keys: 'Y', icon: Clipboard, text: 'keyboard.copyId' },
      { bound: 'w', keys: 'W', icon: WrapText, text: 'keyboard.wrap' },
    ],
  },
  {
    path: `${paths.events}/*`,
    acts: [{ bound: 't', keys: 'T', icon: Radio, text: 'keyboard.live' }],
  },
  {
    path: `${paths.alerts}/:id`,
    acts: [{ bound: 'e', keys: 'E', icon: Eye, text: 'keyboard.acknowledge' }],
  },
  {
    path: '*',
    acts: [
      { bound: '/', keys: '/', icon: Search, text: 'keyboard.search' },
      { bound: 'f', keys: 'F', icon: Filter, text: 'keyboard.filter' },
    ],
  },
]

/** As ações: primeiro as do que está em foco, depois as de qualquer lugar. */
export function useActions(): Item[] {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const chatActs = useChatActs(pathname)
  const houseActs = useHouseActs()
  const pageActs = BY_PAGE.filter(({ path }) => matchPath(path, pathname)).flatMap(({ acts }) =>
    acts
      .filter(({ bound }) => isBound(bound))
      .map(({ bound, keys, icon, text }): Item => ({
        id: `act:${text}`,
        section: 'actions',
        icon,
        title: t(text),
        keys,
        isFocused: true,
        run: () => {
          press(bound)
        },
      })),
  )
  return [...pageActs, ...chatActs, ...houseActs]
}

function useChatActs(pathname: string): Item[] {
  const { t } = useTranslation()
  const copy = useCopy()
  const client = useQueryClient()
  const id = Number(matchPath(`${paths.chats}/:id`, pathname)?.params.id)
  const chat = knownChats(client).find((row) => row.id === id)
  if (!chat) return []
  const common = { section: 'actions', hint: chat.name ?? undefined, isFocused: true } as const
  return [
    {
      ...common,
      id: 'act:markRead',
      icon: CheckCheck,
      title: t('thread.markRead'),
      disabledReason: chat.unread_count === 0 ? t('thread.nothingUnread') : null,
      run: () => {
        // A linha se corrige pelo fluxo.
        call('POST /api/chats/{id}/read/', { path: { id: chat.id }, body: {} }).catch(() => {
          showErrorToast(t('thread.readFailed'))
        })
      },
    },
    {
      ...common,
      id: 'act:copyLink',
      icon: Link2,
      title: t('thread.copyLink'),
      run: () => {
        void copy(window.location.origin + paths.chat(chat.id), t('message.linkCopied'))
      },
    },
  ]
}

function useHouseActs(): Item[] {
  const { t } = useTranslation()
  const { theme, setTheme, density, setDensity } = useTheme()
  const isManager = useHasRole('admin', 'manager')
  const isEnglish = currentLanguage() === 'en'
  const isCompact = density === 'compact'
  const isPhone = usePhone()
  const act = (id: string, icon: LucideIcon, title: string, run: () => void, more = {}): Item => ({
    id: `act:${id}`,
    section: 'actions',
    icon,
    title,
    run,
    ...more,
  })
  const themes = (
    [
      ['dark', Moon, t('common.themeDark')],
      ['light', Sun, t('common.themeLight')],
      ['system', Monitor, t('common.themeSystem')],
    ] as const
  )
    .filter(([name]) => name !== theme)
    .map(([name, icon, title]) =>
      act(`theme-${name}`, icon, title, () => {
        setTheme(name)
      }),
    )
  return [
    {
      id: 'act:newChat',
      section: 'actions',
      icon: MessageSquarePlus,
      title: t('keyboard.newChat'),
      keys: 'C',
      run: openNewChat,
    },
    ...(isManager
      ? [
          {
            id: 'act:newInstance',
            section: 'actions',
            icon: Plus,
            title: t('palette.newInstance'),
            href: paths.instanceNew,
          } as const,
        ]
      : []),
    ...themes,
    act(
      'density',
      isCompact ? Rows3 : Rows4,
      isCompact ? t('common.densityComfortable') : t('common.densityCompact'),
      () => {
        setDensity(isCompact ? 'comfortable' : 'compact')
      },
    ),
    act(
      'language',
      Languages,
      isEnglish ? 'Português' : 'English',
      () => void changeLanguage(isEnglish ? 'pt-BR' : 'en'),
      { also: t('common.language') },
    ),
    ...(!isPhone && isBound('[')
      ? [
          act(
            'rail',
            PanelLeft,
            t('keyboard.nav'),
            () => {
              press('[')
            },
            { keys: '[' },
          ),
        ]
      : []),
    act('activity', Bell, t('nav.activity'), () => {
      overlayStore.set('activity')
    }),
    act(
      'keyboard',
      Keyboard,
      t('keyboard.title'),
      () => {
        overlayStore.set('keyboard')
      },
      { keys: '?' },
    ),
    act('signOut', LogOut, t('auth.signOut'), () => {
      logout().catch(() => {
        showErrorToast(t('auth.logoutFailed'))
      })
    }),
  ]
}
