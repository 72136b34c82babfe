/** Conversas com mensagens não lidas, para o trilho e o título. */
export function useUnreadTotal(): number {
  return 0
}
