import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import type { Role } from '@/api/session'
import { useUser } from '@/contexts/auth-context'
import { loadTexts } from '@/i18n'
import { paths } from '@/lib/paths'
import { LeaveToLogin } from './leave-to-login'
import { NoPermissionPage } from './no-permission-page'
import { NotFoundPage } from './not-found-page'
import { Shell } from './shell'

interface PageRoute {
  path: string
  /** Ausente: todos os papéis. */
  roles?: Role[]
  Page: LazyExoticComponent<ComponentType>
}

/** Página de gestão: o pacote e os textos vêm juntos. */
function page(load: () => Promise<ComponentType>) {
  return lazy(async () => {
    const [Page] = await Promise.all([load(), loadTexts('pages')])
    return { default: Page }
  })
}

/** Uma linha por página; cada uma vira um pacote próprio. */
const PAGES: PageRoute[] = [
  {
    path: `${paths.chats}/:chatId?`,
    Page: lazy(() =>
      import('@/features/chats/chats-page').then(({ ChatsPage }) => ({ default: ChatsPage })),
    ),
  },
  {
    path: paths.dashboard,
    roles: ['admin', 'manager'],
    Page: page(() =>
      import('@/features/dashboard/dashboard-page').then(({ DashboardPage }) => DashboardPage),
    ),
  },
  {
    path: paths.instances,
    Page: page(() =>
      import('@/features/instances/instances-page').then(({ InstancesPage }) => InstancesPage),
    ),
  },
  {
    path: paths.instanceNew,
    roles: ['admin', 'manager'],
    Page: page(() =>
      import('@/features/instances/instance-new-page').then(
        ({ InstanceNewPage }) => InstanceNewPage,
      ),
    ),
  },
  {
    path: `${paths.instances}/:instanceId/:tab?`,
    Page: page(() =>
      import('@/features/instances/instance-page').then(({ InstancePage }) => InstancePage),
    ),
  },
  {
    path: `${paths.contacts}/:contactId?`,
    Page: page(() =>
      import('@/features/contacts/contacts-page').then(({ ContactsPage }) => ContactsPage),
    ),
  },
  {
    path: `${paths.events}/replays/:replayId`,
    roles: ['admin', 'manager'],
    Page: page(() => import('@/features/events/replay-page').then(({ ReplayPage }) => ReplayPage)),
  },
  {
    path: `${paths.events}/:eventId?`,
    roles: ['admin', 'manager'],
    Page: page(() => import('@/features/events/events-page').then(({ EventsPage }) => EventsPage)),
  },
  {
    path: paths.alertRules,
    roles: ['admin', 'manager'],
    Page: page(() =>
      import('@/features/alerts/alerts-rules-page').then(({ AlertsRulesPage }) => AlertsRulesPage),
    ),
  },
  {
    path: `${paths.alerts}/:alertId?`,
    Page: page(() => import('@/features/alerts/alerts-page').then(({ AlertsPage }) => AlertsPage)),
  },
  {
    path: `${paths.users}/:userId?`,
    roles: ['admin', 'manager'],
    Page: page(() => import('@/features/users/users-page').then(({ UsersPage }) => UsersPage)),
  },
  {
    path: `${paths.clientes}/:clienteId?`,
    roles: ['admin', 'manager'],
    Page: page(() =>
      import('@/features/clientes/clientes-page').then(({ ClientesPage }) => ClientesPage),
    ),
  },
  {
    path: `${paths.settings}/:section?`,
    Page: page(() =>
      import('@/features/settings/settings-page').then(({ SettingsPage }) => SettingsPage),
    ),
  },
]

/** Esconder o link não basta: a URL proibida explica quem pode abrir. */
function Guarded({ roles, Page }: PageRoute) {
  const { role } = useUser()
  return !roles || roles.includes(role) ? <Page /> : <NoPermissionPage />
}

/** Operador cai nas conversas; quem cuida da casa, no painel. */
function Home() {
  const { role } = useUser()
  const hasDashboard = PAGES.some(({ path }) => path === paths.dashboard)
  return (
    <Navigate replace to={role !== 'operator' && hasDashboard ? paths.dashboard : paths.chats} />
  )
}

/**
 * Modo declarativo do React Router: dados e erros já têm dono (TanStack Query, ErrorBoundary), e o modo de
 * dados custaria 17 KB na primeira carga.
 */
export function Router() {
  return (
    <BrowserRouter>
      <Routes>
        <Route path="/login/*" element={<LeaveToLogin />} />
        <Route element={<Shell />}>
          <Route index element={<Home />} />
          {PAGES.map((page) => (
            <Route key={page.path} path={page.path} element={<Guarded {...page} />} />
          ))}
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </BrowserRouter>
  )
}
