import i18n, { type TFunction } from 'i18next'
import { describe, expect, it } from 'vitest'
import '@/test/screen'
import { failureWords } from './failure-words'

const words = (status: 'failed' | 'unknown', error: string | null, error_code: string | null) =>
  failureWords(i18n.t as TFunction, { status, error, error_code })

describe('por que uma mensagem não saiu', () => {
  it('põe na boca do gateway o que ele disse', () => {
    expect(words('failed', 'Token inválido.', 'unauthorized')).toBe(
      'Não enviada. O gateway recusou: «Token inválido».',
    )
  })

  it('diz com palavras nossas o que tem código, e como veio o que já é nosso', () => {
    expect(words('failed', 'x', 'not_on_whatsapp')).toBe(
      'Não enviada: este número não está no WhatsApp',
    )
    expect(words('failed', 'O arquivo venceu.', 'file')).toBe('Não enviada: O arquivo venceu')
    expect(words('failed', null, null)).toBe('Não enviada.')
  })

  it('não chama de demora o que foi erro', () => {
    expect(words('unknown', 'Erro interno do servidor.', 'unknown')).toBe(
      'Sem confirmação: Erro interno do servidor. Pode ter saído.',
    )
    expect(words('unknown', null, null)).toBe('Sem confirmação; pode ter saído.')
  })
})
