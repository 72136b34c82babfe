import { expect, test } from 'vitest'
import { splitMentions, withNames } from './mentions'

const BIA = { address: '100000000000003@lid', name: 'Bia' }

test('a menção por LID vira o nome, e o resto fica', () => {
  expect(withNames('oi @100000000000003, tudo?', [BIA])).toBe('oi @Bia, tudo?')
})

test('quem não tem nome continua em dígitos', () => {
  expect(withNames('@5511900000009 e @100000000000003', [BIA])).toBe('@5511900000009 e @Bia')
})

test('só o nome é destacado', () => {
  expect(splitMentions('oi @100000000000003', [BIA])).toEqual([
    { text: 'oi ', isMention: false },
    { text: '@Bia', isMention: true },
  ])
})
