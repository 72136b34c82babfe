/** Todas as URLs da casa, uma vez só. Fica em lib porque as funcionalidades também apontam umas às outras. */
export const paths = {
  home: '/',
  login: '/login',
  chats: '/chats',
  chat: (id: number, options: { msg?: number } = {}) =>
    `/chats/${id}${options.msg ? `?msg=${options.msg}` : ''}`,
  dashboard: '/dashboard',
  instances: '/instances',
  instanceNew: '/instances/new',
  instance: (id: number) => `/instances/${id}`,
  instanceConnect: (id: number) => `/instances/${id}/connect`,
  contacts: '/contacts',
  contactNew: '/contacts/new',
  groupNew: '/contacts/new-group',
  contact: (id: number) => `/contacts/${id}`,
  alerts: '/alerts',
  alert: (id: number) => `/alerts/${id}`,
  alertRules: '/alerts/rules',
  events: '/events',
  event: (id: number) => `/events/${id}`,
  eventReplay: (id: number) => `/events/replays/${id}`,
  users: '/users',
  user: (id: number) => `/users/${id}`,
  clientes: '/clientes',
  cliente: (id: number) => `/clientes/${id}`,
  settings: '/settings',
  settingsSection: (section: 'profile' | 'password' | 'appearance' | 'keyboard' | 'backup') =>
    `/settings/${section}`,
} as const

/** Só volta a caminhos desta casa: um `next` de fora seria redirecionamento aberto. */
export function safeNext(next: string | null): string {
  if (!next || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/'
  return next.startsWith('/login') ? '/' : next
}

export function loginPath(next: string): string {
  return next === '/' || next.startsWith('/login')
    ? paths.login
    : `${paths.login}?next=${encodeURIComponent(next)}`
}
