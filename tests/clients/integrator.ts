// O que um integrador escreve sobre o cliente gerado (openapi-ts): compila estrito, envia, e lê o que enviou.
import { client } from './generated/client.gen'
import { authToken, chatsList, mensagensCreate, mensagensRetrieve } from './generated/sdk.gen'
import type { Mensagem, SendRequest } from './generated/types.gen'

const [baseUrl = '', email = '', password = ''] = process.argv.slice(2)

async function send(body: SendRequest): Promise<Mensagem> {
  const { data, error } = await mensagensCreate({ body })
  if (!data) throw new Error(error.errors[0]?.detail)
  return data
}

async function main(): Promise<void> {
  client.setConfig({ baseUrl })
  const pair = await authToken({ body: { email, password }, throwOnError: true })
  client.setConfig({ baseUrl, auth: pair.data.access })
  const chats = await chatsList({ query: { limit: 1, kind: 'direct' }, throwOnError: true })
  const chat = chats.data.results[0]?.id
  if (chat === undefined) throw new Error('nenhuma conversa')
  const text = await send({ chat, text: 'do TypeScript' })
  const list = await send({
    chat,
    type: 'list',
    text: 'Qual horário?',
    button_text: 'Ver',
    sections: [{ rows: [{ id: 'a9', title: '9 h' }] }],
  })
  const forwarded = await send({ chat, forward_of: text.id })
  const read = await mensagensRetrieve({ path: { id: forwarded.id }, throwOnError: true })
  const reason: string | null = read.data.error // nulo é um tipo: sem ele, isto não compila
  console.log(JSON.stringify([text.type, list.type, read.data.text, reason]))
}

void main()
