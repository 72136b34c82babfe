/** Chave com etiquetas, na forma das geradas: o fluxo ao vivo envelhece por etiqueta. */
export function taggedKey(id: string, tags: readonly string[], args: object = {}) {
  return [{ _id: id, tags, ...args }] as const
}
