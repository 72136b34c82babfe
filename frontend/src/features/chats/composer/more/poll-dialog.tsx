import { Plus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Switch } from '@/components/ui/switch'
import { SendDialog } from './send-dialog'
import type { MoreDialogProps } from './more'

const MAX_OPTIONS = 12

export function PollDialog({ chat, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const [question, setQuestion] = useState('')
  const [options, setOptions] = useState(['', ''])
  const [isMany, setMany] = useState(false)
  const [isTried, setTried] = useState(false)
  const filled = options.map((option) => option.trim()).filter(Boolean)
  const hasTwins = new Set(filled).size !== filled.length
  const problemId = useId()
  const problem = filled.length < 2 ? t('more.pollTwo') : hasTwins ? t('more.pollTwins') : null
  /** As que faltam preencher, ou as que repetem uma de cima. */
  const isWrong = (option: string, index: number) =>
    isTried &&
    (filled.length < 2
      ? !option.trim()
      : Boolean(option.trim()) &&
        options.findIndex((other) => other.trim() === option.trim()) < index)

  return (
    <SendDialog
      title={t('more.pollTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        setTried(true)
        if (!question.trim() || problem) return
        onSend({
          type: 'poll',
          text: question.trim(),
          fields: { options: filled, max_choices: isMany ? filled.length : 1 },
        })
      }}
    >
      <Field
        label={t('more.question')}
        error={isTried && !question.trim() ? t('more.required') : null}
      >
        {(control) => (
          <Input
            {...control}
            data-autofocus
            value={question}
            maxLength={255}
            onChange={(event) => {
              setQuestion(event.target.value)
            }}
          />
        )}
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sub font-medium">{t('more.options')}</legend>
        {options.map((option, index) => (
          <span key={index} className="flex items-center gap-1">
            <Input
              aria-label={t('more.option', { n: index + 1 })}
              placeholder={t('more.option', { n: index + 1 })}
              value={option}
              maxLength={100}
              aria-invalid={isWrong(option, index) || undefined}
              aria-describedby={isWrong(option, index) ? problemId : undefined}
              onChange={(event) => {
                setOptions(options.map((old, at) => (at === index ? event.target.value : old)))
              }}
            />
            <IconButton
              icon={X}
              label={t('more.removeOption', { n: index + 1 })}
              disabled={options.length <= 2}
              onClick={() => {
                setOptions(options.filter((_, at) => at !== index))
              }}
            />
          </span>
        ))}
        {isTried && problem ? (
          <p id={problemId} role="alert" className="text-meta text-bad">
            {problem}
          </p>
        ) : null}
        <Button
          size="small"
          variant="ghost"
          className="self-start"
          disabled={options.length >= MAX_OPTIONS}
          onClick={() => {
            setOptions([...options, ''])
          }}
        >
          <Plus aria-hidden className="size-4" strokeWidth={1.75} />
          {t('more.addOption')}
        </Button>
      </fieldset>
      <Switch label={t('more.manyAnswers')} checked={isMany} onChange={setMany} />
    </SendDialog>
  )
}
