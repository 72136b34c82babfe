import { useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { formatPhone } from '@/lib/format'
import { actNotes } from '../acts/act-notes'
import type { Mensagem } from '../model'
import { useThreadScope } from '../scope'

type Reaction = Mensagem['reactions'][number]

/** Emojis debaixo da bolha; clicar diz de quem são. */
export function Reactions({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { chat } = useThreadScope()
  const [isOpen, setOpen] = useState(false)
  const note = useSyncExternalStore(actNotes.subscribe, () => actNotes.get().get(message.id))
  const pending = note?.emoji
  // A nossa, enquanto o gateway não responde, é a que se acabou de escolher.
  const reactions =
    pending === undefined
      ? message.reactions
      : [
          ...message.reactions.filter((one) => !one.from_me),
          ...(pending
            ? [{ emoji: pending, sender_id: null, sender_name: null, from_me: true }]
            : []),
        ]
  if (reactions.length === 0) return null

  const nameOf = ({ sender_id: senderId, sender_name: name, from_me: isOurs }: Reaction) => {
    if (isOurs) return t('chats.you')
    if (senderId === chat.chat_id) return chat.name
    if (name !== null && name !== senderId) return name
    return senderId !== null && /^\d+$/.test(senderId)
      ? formatPhone(senderId)
      : t('bubble.hiddenNumber')
  }
  const groups = new Map<string, string[]>()
  for (const reaction of reactions) {
    groups.set(reaction.emoji, [...(groups.get(reaction.emoji) ?? []), nameOf(reaction)])
  }
  // O número que se vê também se ouve: «👍 2 Ana, Rui».
  const summary = [...groups]
    .map(([emoji, names]) => [emoji, names.length > 1 ? names.length : '', names.join(', ')])
    .map((words) => words.filter(Boolean).join(' '))
    .join('; ')
  return (
    <div className="-mt-1.5 flex flex-col items-start px-2">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-label={t('said.reactionsOf', { summary })}
        data-tip={summary}
        onClick={() => {
          setOpen(!isOpen)
        }}
        aria-busy={pending !== undefined}
        className="touch-area relative inline-flex h-6 items-center gap-1.5 rounded-full border bg-surface px-2 text-sub aria-busy:opacity-60 touch:h-8"
      >
        {[...groups].map(([emoji, names]) => (
          <span key={emoji} aria-hidden>
            {emoji}
            {names.length > 1 ? (
              <span className="tabular ml-0.5 text-meta text-text-3">{names.length}</span>
            ) : null}
          </span>
        ))}
      </button>
      {isOpen ? (
        <ul className="mt-1 rounded-control border bg-surface px-3 py-1.5 text-sub">
          {[...groups].map(([emoji, names]) => (
            <li key={emoji}>
              {emoji} {names.join(', ')}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
