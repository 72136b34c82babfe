// Quem cada história inventa só para si: ninguém mais escreve na conversa que ela olha, nem mexe na sua instância.
import { expect, test, type Page } from '@playwright/test'
import { ask, control, login, people } from './steps'

export interface Person {
  phone: string
  name: string
  /** O que marca os textos desta história, para os achar na tela. */
  stamp: string
}

const FIRST = [
  'Abel',
  'Berta',
  'Celso',
  'Dulce',
  'Elias',
  'Flora',
  'Gil',
  'Hilda',
  'Ivo',
  'Jussara',
]
const LAST = ['Amaral', 'Bastos', 'Coelho', 'Dantas', 'Esteves', 'Fontes', 'Galvão', 'Horta']
const asked = new Map<string, number>()

/** FNV-1a: a mesma semente e a mesma história dão sempre a mesma gente. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return value >>> 0
}

/** Mais uma pessoa, que nunca escreveu a ninguém. E2E_SEED troca todas. */
export function somebody(): Person {
  const { testId, project, repeatEachIndex, retry } = test.info()
  const story = [process.env.E2E_SEED ?? '', testId, project.name, repeatEachIndex, retry].join('|')
  const n = (asked.get(story) ?? 0) + 1
  asked.set(story, n)
  const number = hash(`${story}|${n}`)
  const digits = String(number % 100_000_000).padStart(8, '0')
  const stamp = digits.slice(-6)
  const first = FIRST[number % FIRST.length] ?? ''
  const last = LAST[(number >>> 8) % LAST.length] ?? ''
  return { phone: `55119${digits}`, name: `${first} ${last} ${stamp}`, stamp }
}

/** Um cliente só desta história, com quem o gere e uma instância conectada: defeito, queda e reinício ficam nela. */
export interface House {
  manager: string
  access: string
  instance: number
  /** O id da instância no gateway, e o número dela. */
  gatewayId: string
  name: string
  phone: string
}

/** Cria a casa e entra como o seu gestor. */
export async function ownHouse(page: Page): Promise<House> {
  const { stamp, phone } = somebody()
  const admin = await login(page, people.admin)
  const name = `Casa ${stamp}`
  const cliente = await ask<{ id: number }>(page, admin, '/api/clientes/', { name })
  const manager = `gestor-${stamp}@casa.demo`
  await ask(page, admin, '/api/users/', {
    email: manager,
    name: `Gestora ${stamp}`,
    role: 'manager',
    cliente: cliente.id,
    password: people.password,
  })
  const access = await login(page, manager)
  const gatewayId = `E2E-${stamp}`
  const token = `token-${stamp}`
  await control('instances', {
    instance_id: gatewayId,
    token,
    name,
    phone,
    state: 'connected',
    contacts: 0,
  })
  const { id } = await ask<{ id: number }>(page, access, '/api/instances/', {
    name,
    instance_id: gatewayId,
    token,
  })
  await ask(page, access, `/api/instances/${id}/configure-webhooks/`, {})
  await ask(page, access, `/api/instances/${id}/refresh-status/`, {})
  await expect
    .poll(async () => (await ask<{ status: string }>(page, access, `/api/instances/${id}/`)).status)
    .toBe('connected')
  return { manager, access, instance: id, gatewayId, name, phone }
}
