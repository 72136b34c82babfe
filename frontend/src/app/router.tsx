import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import type { Role } from '@/api/session'
import { useUser } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { ErrorPage } from './error-page'
import { LeaveToLogin } from './leave-to-login'
import { NoPermissionPage } from './no-permission-page'
import { NotFoundPage } from './not-found-page'
import { Shell } from './shell'

/** Operador cai nas conversas; quem cuida da casa, no painel (enquanto ele existir nas rotas). */
function Home() {
  const { role } = useUser()
  const hasDashboard = pages.some(({ path }) => path === paths.dashboard)
  return (
    <Navigate replace to={role !== 'operator' && hasDashboard ? paths.dashboard : paths.chats} />
  )
}

/** Esconder o link não basta: a URL proibida explica quem pode abrir. */
function guard(roles: Role[], Page: () => React.ReactNode) {
  return function Guarded() {
    const { role } = useUser()
    return roles.includes(role) ? <Page /> : <NoPermissionPage />
  }
}

interface PageRoute {
  path: string
  /** Ausente: todos os papéis. */
  roles?: Role[]
  load: () => Promise<() => React.ReactNode>
}

/** Uma linha por página. Cada uma vira um pacote próprio. */
const pages: PageRoute[] = [
  {
    path: `${paths.chats}/:chatId?`,
    load: () => import('@/features/chats/chats-page').then((module) => module.ChatsPage),
  },
]

function toRoute({ path, roles, load }: PageRoute): RouteObject {
  return {
    path,
    lazy: async () => {
      const Page = await load()
      return { Component: roles ? guard(roles, Page) : Page }
    },
  }
}

export function createRouter() {
  return createBrowserRouter([
    { path: '/login/*', Component: LeaveToLogin },
    {
      path: '/',
      Component: Shell,
      ErrorBoundary: ErrorPage,
      HydrateFallback: () => null,
      children: [
        {
          // Erro de uma página não leva o trilho embora.
          ErrorBoundary: ErrorPage,
          children: [
            { index: true, Component: Home },
            ...pages.map(toRoute),
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ])
}
