import { Plus, Trash2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { LIMITS } from './checks'
import { EMPTY_ROW, listDraft, listProblems, listSend, type SectionDraft } from './choices'
import type { MoreDialogProps } from './more'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useSendForm } from './use-send-form'

const FIELDS =
  /^(title|text|button_text|footer|sections\.\d+\.(title|rows\.\d+\.(title|description)))$/

export function ListDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const { draft, field, change, check, errorAt, elsewhere } = useSendForm(
    () => listDraft(initial),
    listProblems,
    initial,
  )
  const { sections } = draft

  function changeSection(at: number, section: SectionDraft, attr = '') {
    const changed = sections.map((old, index) => (index === at ? section : old))
    change({ sections: changed }, `sections.${at}${attr}`)
  }

  return (
    <SendDialog
      title={t('more.listTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (check()) onSend(listSend(draft))
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField label={t('more.title')} isOptional isFirst {...field('title', LIMITS.title)} />
      <TextField label={t('more.message')} rows={2} {...field('text', LIMITS.text)} />
      <TextField
        label={t('more.listButton')}
        hint={t('more.listButtonHint')}
        {...field('buttonText', LIMITS.buttonText, 'button_text')}
      />
      {sections.map((section, at) => (
        <SectionFields
          key={at}
          at={at}
          section={section}
          isOnly={sections.length === 1}
          errorAt={(attr) => errorAt(`sections.${at}.${attr}`)}
          onChange={(changed, attr) => {
            changeSection(at, changed, attr)
          }}
          onRemove={() => {
            change({ sections: sections.filter((_, index) => index !== at) }, 'sections')
          }}
        />
      ))}
      <Button
        size="small"
        variant="ghost"
        className="self-start"
        disabled={sections.length >= LIMITS.sections}
        onClick={() => {
          change({ sections: [...sections, { title: '', rows: [EMPTY_ROW] }] }, 'sections')
        }}
      >
        <Plus aria-hidden className="size-4" strokeWidth={1.75} />
        {t('more.addSection')}
      </Button>
      <TextField label={t('more.footer')} isOptional {...field('footer', LIMITS.footer)} />
    </SendDialog>
  )
}

interface SectionFieldsProps {
  at: number
  section: SectionDraft
  isOnly: boolean
  errorAt: (attr: string) => string | null
  onChange: (section: SectionDraft, attr: string) => void
  onRemove: () => void
}

/** Uma seção: o título, e os itens que o contato escolhe. */
function SectionFields({ at, section, isOnly, errorAt, onChange, onRemove }: SectionFieldsProps) {
  const { t } = useTranslation()
  const { rows } = section
  const numbers = (index: number) => ({ n: index + 1, section: at + 1 })

  function changeRow(index: number, name: 'title' | 'description', value: string) {
    onChange(
      {
        ...section,
        rows: rows.map((row, place) => (place === index ? { ...row, [name]: value } : row)),
      },
      `.rows.${index}.${name}`,
    )
  }

  return (
    <fieldset className="flex flex-col gap-3 rounded-control border p-3">
      <legend className="px-1 text-sub font-medium">{t('more.section', { n: at + 1 })}</legend>
      <div className="flex items-end gap-2">
        <TextField
          label={t('more.sectionTitle')}
          className="min-w-0 flex-1"
          placeholder={t('more.optional')}
          error={errorAt('title')}
          value={section.title}
          maxLength={LIMITS.title}
          onText={(title) => {
            onChange({ ...section, title }, '.title')
          }}
        />
        {isOnly ? null : (
          <IconButton
            icon={Trash2}
            label={t('more.removeSection', { n: at + 1 })}
            onClick={onRemove}
          />
        )}
      </div>
      <ol className="flex flex-col gap-3">
        {rows.map((row, index) => (
          <li key={index} className="flex items-start gap-2">
            <span className="flex min-w-0 flex-1 flex-col gap-1">
              <TextField
                label={t('more.row', numbers(index))}
                error={errorAt(`rows.${index}.title`)}
                value={row.title}
                maxLength={LIMITS.title}
                onText={(title) => {
                  changeRow(index, 'title', title)
                }}
              />
              <Input
                aria-label={t('more.rowDescription', numbers(index))}
                placeholder={t('more.rowDescriptionHint')}
                value={row.description}
                maxLength={LIMITS.title}
                onChange={(event) => {
                  changeRow(index, 'description', event.target.value)
                }}
              />
            </span>
            <IconButton
              icon={X}
              label={t('more.removeRow', numbers(index))}
              disabled={rows.length === 1}
              className="mt-5.5"
              onClick={() => {
                onChange({ ...section, rows: rows.filter((_, place) => place !== index) }, '')
              }}
            />
          </li>
        ))}
      </ol>
      <Button
        size="small"
        variant="ghost"
        className="self-start"
        disabled={rows.length >= LIMITS.rows}
        onClick={() => {
          onChange({ ...section, rows: [...rows, EMPTY_ROW] }, '')
        }}
      >
        <Plus aria-hidden className="size-4" strokeWidth={1.75} />
        {t('more.addRow')}
      </Button>
    </fieldset>
  )
}
