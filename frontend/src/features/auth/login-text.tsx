import { createContext, use } from 'react'
import type { LoginText } from '@/i18n/login-texts'

/** De onde o formulário tira os textos: na porta, do arquivo pequeno; dentro da casa, do i18next. */
export const LoginTextContext = createContext<LoginText>((key) => key)

export function useLoginText(): LoginText {
  return use(LoginTextContext)
}
