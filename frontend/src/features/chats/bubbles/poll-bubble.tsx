import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PollOptionResult } from '@/api/generated/types.gen'
import type { Mensagem } from '../model'
import { Meta } from './meta'

export function PollBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { poll } = message
  return (
    <div className="flex w-72 max-w-full flex-col gap-2">
      <span className="text-msg font-medium break-words">
        {poll?.question ?? message.text ?? t('types.poll')}
      </span>
      {poll && poll.max_choices !== null && poll.max_choices !== 1 ? (
        <span className="text-meta text-text-3">
          {poll.max_choices > 1
            ? t('said.pollUpTo', { count: poll.max_choices })
            : t('said.pollMany')}
        </span>
      ) : null}
      <ul className="flex flex-col gap-1">
        {poll?.results.map((result, index) => (
          <PollOption key={`${result.text}-${index}`} result={result} total={poll.voters_count} />
        ))}
      </ul>
      {poll ? (
        <span className="text-meta text-text-3">
          {poll.results.some(({ votes }) => votes === null)
            ? t('said.pollUnread')
            : t('said.pollVoters', { count: poll.voters_count })}
        </span>
      ) : null}
      <span>
        <Meta message={message} />
      </span>
    </div>
  )
}

/** Uma opção, quantos a escolheram e, a um toque, quem. */
function PollOption({ result, total }: { result: PollOptionResult; total: number }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { text, votes, voters } = result
  const names = voters.map(({ from_me, name }) =>
    from_me ? t('chats.you') : (name ?? t('bubble.hiddenNumber')),
  )
  const share = votes && total > 0 ? votes / total : 0
  const row = (
    <>
      <span
        aria-hidden
        className="absolute inset-y-0 left-0 bg-accent/15"
        style={{ width: `${share * 100}%` }}
      />
      <span className="relative min-w-0 flex-1 text-left break-words">{text}</span>
      {votes === null ? null : <span className="tabular relative shrink-0">{votes}</span>}
    </>
  )
  const shape =
    'relative flex w-full items-center gap-2 overflow-hidden rounded-control border border-border-strong/60 px-2.5 py-1.5 text-base touch:min-h-11'
  return (
    <li>
      {voters.length > 0 ? (
        <button
          type="button"
          aria-expanded={isOpen}
          className={shape}
          onClick={() => {
            setOpen(!isOpen)
          }}
        >
          {row}
          <span className="sr-only">
            {t('said.pollOption', { count: votes ?? 0, names: names.join(', ') })}
          </span>
        </button>
      ) : (
        <span className={shape}>{row}</span>
      )}
      {isOpen ? <p className="px-2.5 pt-1 text-sub text-text-2">{names.join(', ')}</p> : null}
    </li>
  )
}
