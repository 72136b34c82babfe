/**
 * O objeto antigo, se o novo diz o mesmo: quem compara por identidade não se redesenha.
 * (O structuralSharing do TanStack compara por posição, e uma linha nova no começo desloca todas.)
 */
export function keepEqual<T>(known: T | undefined, next: T): T {
  return known !== undefined && JSON.stringify(known) === JSON.stringify(next) ? known : next
}
