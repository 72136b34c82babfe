import { describe, expect, it } from 'vitest'
import { buttonProblems, buttonsDraft, buttonsSend } from './buttons'
import { isGoodUrl } from './checks'
import {
  linkProblems,
  linkSend,
  listDraft,
  listProblems,
  listSend,
  type ListDraft,
} from './choices'

const menu: ListDraft = {
  title: ' Cardápio ',
  text: 'Escolha',
  buttonText: 'Ver',
  footer: '',
  sections: [
    { title: 'Bolos', rows: [{ title: 'Cenoura', description: '' }] },
    { title: '', rows: [{ title: 'Café ', description: 'coado' }] },
  ],
}

describe('list', () => {
  it('names what is missing as the API does', () => {
    expect([...listProblems(listDraft(null))]).toEqual([
      ['text', 'required'],
      ['button_text', 'required'],
      ['sections.0.rows.0.title', 'required'],
      ['sections.0.rows.1.title', 'required'],
    ])
    expect(listProblems(menu).size).toBe(0)
  })

  it('sends clean fields, each row with an id of its own', () => {
    expect(listSend(menu)).toEqual({
      type: 'list',
      text: 'Escolha',
      fields: {
        title: 'Cardápio',
        button_text: 'Ver',
        footer: null,
        sections: [
          { title: 'Bolos', rows: [{ id: '1.1', title: 'Cenoura', description: null }] },
          { title: null, rows: [{ id: '2.1', title: 'Café', description: 'coado' }] },
        ],
      },
    })
  })

  it('opens again as it was sent', () => {
    expect(listSend(listDraft(listSend(menu)))).toEqual(listSend(menu))
  })
})

describe('buttons', () => {
  it('asks an address or a whole phone where the button leads somewhere', () => {
    const problems = buttonProblems({
      text: 'Confirma?',
      buttons: [
        { type: 'reply', text: 'Sim', value: '' },
        { type: 'url', text: 'Site', value: 'isto não' },
        { type: 'call', text: 'Ligar', value: '+55 11' },
        { type: 'url', text: '', value: '' },
      ],
    })
    expect([...problems]).toEqual([
      ['buttons.1.value', 'url'],
      ['buttons.2.value', 'phone'],
      ['buttons.3.text', 'required'],
      ['buttons.3.value', 'required'],
    ])
  })

  it('sends digits and whole addresses, and opens again as it was', () => {
    const sent = buttonsSend({
      text: 'Confirma?',
      buttons: [
        { type: 'reply', text: 'Sim', value: 'esquecido' },
        { type: 'url', text: 'Site', value: 'loja.com.br' },
        { type: 'call', text: 'Ligar', value: '+55 11 97014-0529' },
      ],
    })
    expect(sent.fields.buttons).toEqual([
      { type: 'reply', text: 'Sim', value: null },
      { type: 'url', text: 'Site', value: 'https://loja.com.br' },
      { type: 'call', text: 'Ligar', value: '5511970140529' },
    ])
    expect(buttonsSend(buttonsDraft(sent))).toEqual(sent)
  })
})

describe('link', () => {
  it('takes only addresses of the web', () => {
    expect(['loja.com.br', 'https://a.com/b?c=1', 'http://a.com'].map(isGoodUrl)).toEqual([
      true,
      true,
      true,
    ])
    expect(['javascript:alert(1)', 'ftp://a.com', 'a b.com', 'loja'].map(isGoodUrl)).toEqual([
      false,
      false,
      false,
      false,
    ])
    const empty = { url: ' ', text: '', title: '', description: '' }
    expect([...linkProblems(empty)]).toEqual([['url', 'required']])
  })

  it('leaves out what was not written', () => {
    expect(linkSend({ url: 'loja.com.br', text: ' ', title: 'Loja', description: '' })).toEqual({
      type: 'link',
      text: null,
      fields: { url: 'https://loja.com.br', title: 'Loja', description: null },
    })
  })
})
