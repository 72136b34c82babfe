import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '@/forms/use-act'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'

interface NotesFormProps {
  notes: string
  onSave: (text: string) => Promise<unknown>
}

/** Salva ao sair do campo, como o nome, e por botão para quem quer já: sair da página não perde o que se escreveu. */
export function NotesForm({ notes, onSave }: NotesFormProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(notes)
  const [known, setKnown] = useState(notes)
  const [isSaved, setSaved] = useState(false)
  const { run, isBusy, offline, failure } = useAct()

  // Outra pessoa salvou e aqui ninguém mexeu: acompanha.
  if (known !== notes) {
    setKnown(notes)
    if (text === known) setText(notes)
  }

  async function save() {
    if (text.trim() === notes) return
    setSaved(
      await run(async () => {
        await onSave(text.trim())
        // O que se escreveu enquanto salvava fica, por salvar.
        setText((now) => (now === text ? text.trim() : now))
      }),
    )
  }

  return (
    <form
      className="flex flex-col items-start gap-2"
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field
        label={t('contacts.notes')}
        hint={offline ?? t('contacts.notesHint')}
        error={failure}
        className="w-full"
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={10_000}
            value={text}
            disabled={offline !== null}
            onBlur={() => void save()}
            onChange={(event) => {
              setText(event.target.value)
              setSaved(false)
            }}
          />
        )}
      </Field>
      <span className="flex items-center gap-2 empty:hidden">
        {text.trim() === notes && !isBusy ? null : (
          <Button
            type="submit"
            size="small"
            disabled={isBusy || offline !== null}
            isBusy={isBusy}
            busyLabel={t('contacts.saving')}
          >
            {t('contacts.notesSave')}
          </Button>
        )}
        <span role="status" className="text-meta text-ok empty:hidden">
          {isSaved && text.trim() === notes ? t('contacts.saved') : ''}
        </span>
      </span>
    </form>
  )
}
