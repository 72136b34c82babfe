import { useTranslation } from 'react-i18next'
import { formatPhone } from '@/lib/format'
import type { Quoted } from '../model'
import { withNames } from './mentions'

/** Quem encabeça a citação e o que ela diz. «O outro» só vale onde nada diz que foi outra pessoa. */
export function useQuoteFace(quoted: Quoted, fallbackName: string) {
  const { t } = useTranslation()
  const sender = quoted.sender_id
  const other =
    quoted.sender_name ??
    (sender !== null && /^\d+$/.test(sender)
      ? formatPhone(sender)
      : quoted.kind === 'group'
        ? t('bubble.hiddenNumber')
        : fallbackName)
  const name = quoted.from_me ? t('chats.you') : other
  const place = quoted.kind === 'story' ? t('said.quoteStory') : quoted.chat_name
  return {
    author: place ? t('said.quoteIn', { name, chat: place }) : name,
    text: quoted.text === null ? null : withNames(quoted.text, quoted.mentions),
  }
}
