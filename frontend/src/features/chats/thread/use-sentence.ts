import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { failureWords } from '../bubbles/failure-words'
import { knownType } from '../message-face'
import { withNames } from '../bubbles/mentions'
import { contentWords } from '../bubbles/typed-content'
import { isCancelled, type Chat, type Mensagem } from '../model'

/** A mensagem numa frase: «Ana Souza, 14:32, respondendo a você: texto. Imagem, 2 reações. Lida.» */
export function useSentence(chat: Chat): (message: Mensagem) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (message) => {
    const isOut = message.direction === 'out'
    const author = isOut
      ? (message.author?.name ?? t('chats.you'))
      : (message.sender_name ?? chat.name)
    const parts = [`${author}, ${format.time(message.sent_at)}`]
    if (message.revoked_at) return `${parts[0] ?? ''}: ${t('bubble.revoked')}.`
    if (message.quoted) {
      const target = message.quoted.from_me
        ? t('sentence.toYou')
        : (message.quoted.sender_name ??
          (message.quoted.kind === 'group' ? t('bubble.hiddenNumber') : chat.name))
      parts.push(t('sentence.replyingTo', { name: target }))
    }
    const type = knownType(message.type)
    const extras = [
      type === 'text' ? '' : t(`types.${type}`),
      message.media?.seconds ? t('said.seconds', { count: Math.round(message.media.seconds) }) : '',
      message.reactions.length > 0
        ? t('sentence.reactions', { count: message.reactions.length })
        : '',
      message.edited_at ? t('said.edited') : '',
    ].filter(Boolean)
    const body = bodyOf(message)
    const status =
      isOut && message.status !== 'received'
        ? isCancelled(message)
          ? ` ${t('outcome.cancelled')}`
          : message.status === 'failed' || message.status === 'unknown'
            ? ` ${failureWords(t, message).replace(/\.?$/, '.')}`
            : ` ${t(`status.message.${message.status}`)}.`
        : ''
    return `${parts.join(', ')}: ${body ? `${body}. ` : ''}${extras.length > 0 ? `${extras.join(', ')}.` : ''}${status}`
  }
}

/** O que se diz do conteúdo: com nomes nas menções, e o que nomeia o que não tem texto. */
function bodyOf(message: Mensagem): string {
  if (message.text !== null) return withNames(message.text, message.mentions)
  return message.poll?.question ?? message.media?.file_name ?? contentWords(message).join(', ')
}
