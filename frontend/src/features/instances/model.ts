/** As formas que a API de instâncias responde. */
import type { Mensagem, MensagemDetail } from '@/api/generated/types.gen'

export type {
  Connect as Connection,
  CredentialsCheck,
  Instance,
  PhoneCheck,
  SettingName,
  Transition,
  WebhookSetting as WebhookRow,
  WebhookState,
  Webhooks,
} from '@/api/generated/types.gen'

/** A mensagem de teste: a resposta do envio e, depois, a do detalhe, que traz os passos. */
export type TestMessage = Pick<
  Mensagem,
  'id' | 'chat' | 'status' | 'error' | 'created_at' | 'accepted_at'
> &
  Partial<Pick<MensagemDetail, 'steps'>>
