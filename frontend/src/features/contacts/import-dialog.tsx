import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { instanceOptions } from '@/api/instance-options'
import { FormNotices } from '@/components/form-notices'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { inputStyles } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { cn } from '@/lib/cn'
import { useFormSave } from '@/forms/use-form-save'
import { importCsv } from './contacts-api'
import type { ImportReport } from './model'

/** Traz nomes de uma planilha e diz, linha a linha, o que não serviu. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef)
  const { offline, isBusy } = form
  const instances = useQuery(instanceOptions(useClienteScope()))
  const [chosen, setChosen] = useState<number | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<ImportReport | null>(null)
  const instance = chosen ?? (instances.data?.length === 1 ? (instances.data[0]?.id ?? null) : null)

  async function bring(event: SyntheticEvent) {
    event.preventDefault()
    if (file === null || instance === null) return
    setReport(null)
    const isDone = await form.save(async () => {
      setReport(await importCsv(instance, file))
    })
    if (isDone) void client.invalidateQueries({ queryKey: key('contact-list') })
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('contacts.importTitle')}>
      <form
        ref={formRef}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void bring(event)}
      >
        <p className="text-sub text-text-2">{t('contacts.importText')}</p>
        <Field label={t('contacts.importInstance')} error={form.errorOf('instance')}>
          {(control) => (
            <Select
              {...control}
              name="instance"
              value={instance ?? ''}
              onChange={(event) => {
                setChosen(Number(event.target.value))
              }}
            >
              <option value="" disabled>
                {t('contacts.chooseInstance')}
              </option>
              {(instances.data ?? []).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('contacts.importFile')} error={form.errorOf('file')}>
          {(control) => (
            <input
              {...control}
              name="file"
              type="file"
              accept=".csv,text/csv"
              className={cn(inputStyles, 'py-2')}
              onChange={(event) => {
                setFile(event.target.files?.[0] ?? null)
                setReport(null)
                form.clear('file')
              }}
            />
          )}
        </Field>
        <FormNotices failure={form.failure} offline={offline} />
        <div role="status" className="empty:hidden">
          {report ? <Report report={report} /> : null}
        </div>
        <Button
          type="submit"
          variant="primary"
          className="self-end"
          disabled={isBusy || file === null || instance === null || offline !== null}
          isBusy={isBusy}
          busyLabel={t('contacts.importing')}
        >
          {t('contacts.importAct')}
        </Button>
      </form>
    </Dialog>
  )
}

function Report({ report }: { report: ImportReport }) {
  const { t } = useTranslation()
  const { created, updated, unchanged, refused } = report
  const sum = [
    t('contacts.created', { count: created }),
    t('contacts.updated', { count: updated }),
    t('contacts.unchanged', { count: unchanged }),
  ].join(' · ')
  return (
    <div className="flex flex-col gap-2">
      <Notice tone="ok" icon={CircleCheck}>
        {t('contacts.importDone')} {sum}
      </Notice>
      {refused.length > 0 ? (
        <Notice tone="warn">
          {t('contacts.refused', { count: refused.length })}
          <ul className="max-h-40 overflow-y-auto">
            {refused.map(({ line, reason }) => (
              <li key={line}>{t('contacts.line', { line, reason })}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </div>
  )
}
