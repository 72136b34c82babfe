/** De que é cada consulta: o fluxo ao vivo envelhece por aqui (live/invalidate.ts). */
export type Tag =
  | 'account'
  | 'alerts'
  | 'alert-rules'
  | 'backups'
  | 'chats'
  | 'clientes'
  | 'contact-list'
  | 'contacts'
  | 'events'
  | 'gateway-queue'
  | 'groups'
  | 'installation'
  | 'instances'
  | 'gallery'
  | 'mensagens'
  | 'merge'
  | 'palette'
  | 'people'
  | 'stats'
  | 'test-message'
  | 'users'
  | 'webhook-logs'

/**
 * A chave de uma consulta: de que é, qual é e com que argumentos. Menos partes são um prefixo: `key('instances')` é toda
 * consulta de instâncias, `key('chats', 'rows')` são as listas de conversas de qualquer filtro.
 */
export function key(tag: Tag): readonly [Tag]
export function key<I extends string>(tag: Tag, id: I): readonly [Tag, I]
export function key<I extends string, A extends object>(
  tag: Tag,
  id: I,
  args: A,
): readonly [Tag, I, A]
export function key(...parts: readonly unknown[]): readonly unknown[] {
  return parts
}
