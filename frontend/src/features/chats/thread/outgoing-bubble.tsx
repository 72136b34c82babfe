import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { MessageTick } from '@/components/message-tick'
import { Button } from '@/components/ui/button'
import { useFormat } from '@/hooks/use-format'
import { OutcomeBox } from '../bubbles/outcome'
import { Quote } from '../bubbles/quote'
import { discard, outgoingFile, sendAgain } from '../composer/outgoing'
import { OutgoingBody, Upload } from './outgoing-body'
import { useThreadScope } from '../scope'
import type { Outgoing } from '../model'

/** Os que se corrigem no formulário deles, e não no campo de escrever. */
const FORMS: readonly string[] = ['list', 'buttons', 'link', 'pix', 'otp']

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** A bolha que nasce na hora do Enter e espera o servidor guardá-la. */
export function OutgoingBubble({ rowKey, entry }: { rowKey: string; entry: Outgoing }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { chat, actions } = useThreadScope()
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  const { text, quoted, state, createdAt } = entry
  const file = outgoingFile(entry.key)
  return (
    <article data-key={rowKey} className="flex flex-row-reverse px-3 pb-2.5 tablet:px-6">
      <div className="forced-border max-w-[min(65ch,78%)] min-w-20 rounded-bubble bg-bubble-out px-2.5 py-1.5 phone:max-w-[85%]">
        {quoted ? <Quote quoted={quoted} fallbackName={chat.name} className="mb-1" /> : null}
        <OutgoingBody
          entry={entry}
          after={
            <span className="float-right mt-1 ml-3 inline-flex items-center gap-1 text-meta text-text-3">
              <time dateTime={createdAt}>{format.time(createdAt)}</time>
              <MessageTick status={state === 'refused' ? 'failed' : 'pending'} />
            </span>
          }
        />
        {state === 'sending' && file ? <Upload entry={entry} /> : null}
        {state === 'waiting' ? (
          <OutcomeBox
            tone="plain"
            text={isOnline ? t('outcome.serverAway') : t('outcome.whenBack')}
          >
            <Button
              size="small"
              onClick={() => {
                discard(entry.key)
              }}
            >
              {t('outcome.cancelSend')}
            </Button>
          </OutcomeBox>
        ) : null}
        {state === 'refused' ? (
          <OutcomeBox
            tone="bad"
            text={
              entry.error
                ? t('outcome.failedBecause', { reason: entry.error })
                : t('outcome.failed')
            }
          >
            <Button
              size="small"
              onClick={() => {
                sendAgain(entry.key)
              }}
            >
              {t('common.retry')}
            </Button>
            {FORMS.includes(entry.type) && !entry.fields.forward_of ? (
              <Button
                size="small"
                variant="ghost"
                onClick={() => {
                  actions.recompose(entry)
                }}
              >
                {t('outcome.edit')}
              </Button>
            ) : text && !file && !entry.fields.forward_of ? (
              <Button
                size="small"
                variant="ghost"
                onClick={() => {
                  actions.rewrite(text)
                  discard(entry.key)
                }}
              >
                {t('outcome.edit')}
              </Button>
            ) : null}
            <Button
              size="small"
              variant="ghost"
              onClick={() => {
                discard(entry.key)
              }}
            >
              {t('outcome.discard')}
            </Button>
          </OutcomeBox>
        ) : null}
      </div>
    </article>
  )
}
