/** As rotas da API, «GET /api/contacts/{id}/», e o que cada uma responde. Só tipos. */
import type { Routes } from './generated/routes.gen'

export type Route = keyof Routes

export type Answer<R extends Route> = Routes[R]['answer']
