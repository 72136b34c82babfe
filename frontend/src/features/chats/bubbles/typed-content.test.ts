import { expect, test } from 'vitest'
import { contentWords, money, safeUrl } from './typed-content'

test('a quantia se escreve na língua da tela', () => {
  const price = { amount: '45.90', currency: 'BRL' }
  expect(money(price, 'pt-BR')?.replace(/\s/, ' ')).toBe('R$ 45,90')
  expect(money({ amount: '45.90', currency: '???' }, 'en')).toBe('??? 45.90')
  expect(money({}, 'en')).toBeNull()
})

test('só http é endereço', () => {
  expect(safeUrl('javascript:alert(1)')).toBeNull()
  expect(safeUrl('https://exemplo.com.br')).toBe('https://exemplo.com.br')
})

test('a frase falada diz o que o conteúdo nomeia', () => {
  const content = { merchant_name: 'Loja', amount: '150.00', currency: 'BRL' }
  expect(contentWords({ content })).toEqual(['Loja', '150.00'])
})
