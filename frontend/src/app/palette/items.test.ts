import { Clock } from 'lucide-react'
import { beforeEach, describe, expect, it } from 'vitest'
import { choose, digitsOf, parseQuery, type Item, type SectionName } from './items'
import { recentItems, remember } from './recents'

function item(section: SectionName, title: string, more: Partial<Item> = {}): Item {
  return { id: `${section}:${title}`, section, title, icon: Clock, href: `/${title}`, ...more }
}

const ITEMS = [
  item('actions', 'Nova conversa'),
  item('actions', 'Responder', { isFocused: true }),
  item('actions', 'Reiniciar: Balcão', { isHidden: true }),
  item('chats', 'Ana Souza', { digits: '5511900000002' }),
  item('chats', 'João Pedro'),
  item('contacts', 'Ana Souza', { digits: '5511900000002' }),
  item('instances', 'Balcão'),
  item('pages', 'Painel'),
  item('settings', 'Aparência'),
]

const titles = (typed: string, recent: Item[] = []) =>
  choose(ITEMS, recent, typed).map(({ section, items }) => [section, items.map((i) => i.title)])

describe('choose', () => {
  it('offers what can be done and where to go when nothing is typed, the focused thing first', () => {
    expect(titles('')).toEqual([
      ['actions', ['Responder', 'Nova conversa']],
      ['pages', ['Painel']],
    ])
  })

  it('puts what was used before everything else', () => {
    expect(titles('', [ITEMS[4] as Item])[0]).toEqual(['recent', ['João Pedro']])
  })

  it('shows the section with the best answer first', () => {
    expect(titles('joao')[0]).toEqual(['chats', ['João Pedro']])
    expect(titles('balcao')).toEqual([
      ['instances', ['Balcão']],
      ['actions', ['Reiniciar: Balcão']],
    ])
  })

  it('leaves out what only has the letters here and there once something has them together', () => {
    expect(titles('ana').map(([section]) => section)).toEqual(['chats', 'contacts'])
    expect(titles('apc').map(([section]) => section)).toEqual(['settings'])
  })

  it('keeps to one section when a prefix asks for it', () => {
    expect(titles('@ana')).toEqual([['contacts', ['Ana Souza']]])
    expect(titles('! balc')).toEqual([['instances', ['Balcão']]])
    expect(titles('>rein')).toEqual([['actions', ['Reiniciar: Balcão']]])
    expect(titles('@')).toEqual([['contacts', ['Ana Souza']]])
  })

  it('finds a piece of a phone number however it is written', () => {
    expect(titles('90000-0002').map(([section]) => section)).toEqual(['chats', 'contacts'])
    expect(titles('+55 (11) 90000').map(([section]) => section)).toEqual(['chats', 'contacts'])
  })

  it('believes the server about an answer it cannot explain', () => {
    const answer = item('chats', 'Padaria', { isAnswer: true })
    expect(choose([answer], [], 'xyz')).toHaveLength(1)
    expect(choose([item('chats', 'Padaria')], [], 'xyz')).toEqual([])
  })

  it('shows a few of many', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => item('chats', `Cliente número ${n}`))
    expect(choose(many, [], 'cliente')[0]?.items).toHaveLength(6)
  })
})

describe('parseQuery', () => {
  it('takes the prefix off', () => {
    expect(parseQuery(' @ ana ')).toEqual({ only: 'contacts', text: 'ana' })
    expect(parseQuery('a@b')).toEqual({ only: null, text: 'a@b' })
  })
})

describe('digitsOf', () => {
  it('reads only what can be a number', () => {
    expect(digitsOf('+55 (11) 90000-0002')).toBe('5511900000002')
    expect(digitsOf('sala 2')).toBeNull()
  })
})

describe('recents', () => {
  beforeEach(() => {
    localStorage.clear()
  })

  it('remembers per person, the newest first, each once', () => {
    remember(1, ITEMS[3] as Item)
    remember(1, ITEMS[7] as Item)
    remember(1, ITEMS[3] as Item)

    expect(recentItems(1, ITEMS).map(({ title }) => title)).toEqual(['Ana Souza', 'Painel'])
    expect(recentItems(2, ITEMS)).toEqual([])
  })

  it('calls a row by its name of now, and still opens one it no longer has at hand', () => {
    remember(1, item('chats', 'Antigo', { id: 'chats:Ana Souza' }))
    remember(1, item('chats', 'De outra página'))

    const found = recentItems(1, ITEMS)

    expect(found.map(({ title }) => title)).toEqual(['De outra página', 'Ana Souza'])
    expect(found[0]?.href).toBe('/De outra página')
  })

  it('leaves out an act that cannot be done here, and rubbish', () => {
    remember(1, item('actions', 'De outra tela', { href: undefined, run: () => undefined }))
    expect(recentItems(1, ITEMS)).toEqual([])

    localStorage.setItem('multichat.palette.1', '[{"id":3},null,"x"]')
    expect(recentItems(1, ITEMS)).toEqual([])
  })
})
