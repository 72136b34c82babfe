import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { isEmojiOnly } from '../bubbles/marks'
import { useThreadScope } from '../scope'
import type { ActDialogProps } from '../model'
import { ownReaction } from './own-reaction'
import { reactTo } from './react-to'

const EMOJIS = [
  ...['👍', '❤️', '😂', '😮', '😢', '🙏', '👏', '🎉', '🔥', '💯', '✅', '👀'],
  ...['😍', '😅', '🤔', '😎', '🥳', '😴', '👎', '🤝', '💪', '🙌', '☕', '🌹'],
]

export function ReactDialog({ message, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const { actions, ownPhone } = useThreadScope()
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const own = ownReaction(message, ownPhone)

  function choose(emoji: string) {
    void reactTo(message, emoji, actions.patch)
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('act.react')}
      size="small"
      footer={
        own ? (
          <Button
            onClick={() => {
              choose('')
            }}
          >
            {t('act.removeReaction', { emoji: own })}
          </Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-4">
        <div role="group" aria-label={t('act.emojis')} className="grid grid-cols-6 gap-1">
          {EMOJIS.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={t('act.reactWith', { emoji })}
              aria-pressed={emoji === own}
              onClick={() => {
                choose(emoji)
              }}
              className="grid h-11 place-items-center rounded-control text-[1.5rem] hover:bg-sunken aria-pressed:bg-selected"
            >
              {emoji}
            </button>
          ))}
        </div>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (isEmojiOnly(typed)) choose(typed.trim())
          }}
        >
          <Field
            label={t('act.anotherEmoji')}
            error={isTried && !isEmojiOnly(typed) ? t('act.notEmoji') : null}
          >
            {(control) => (
              <span className="flex gap-2">
                <Input
                  {...control}
                  value={typed}
                  maxLength={32}
                  onChange={(event) => {
                    setTyped(event.target.value)
                  }}
                />
                <Button type="submit">{t('act.react')}</Button>
              </span>
            )}
          </Field>
        </form>
      </div>
    </Dialog>
  )
}
