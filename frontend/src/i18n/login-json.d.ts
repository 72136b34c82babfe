// O mesmo JSON com ?login é outro módulo: só as seções usadas entram no pacote do login.
declare module '*.json?login' {
  import type texts from './pt-BR.json'

  export const common: typeof texts.common
  export const auth: typeof texts.auth
}

declare module '*.json?desk' {
  export const texts: Record<string, unknown>
}

declare module '*.json?thread' {
  export const texts: Record<string, unknown>
}

declare module '*.json?pages' {
  export const texts: Record<string, unknown>
}
