import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { call, SLOW_MS } from '@/api/call'
import { key } from '@/lib/key'
import { asApiError } from '@/api/errors'
import { useAct } from '@/forms/use-act'
import { LoadError } from '@/components/load-error'
import { showErrorToast, showToast } from '@/lib/toast'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { formatPhone } from '@/lib/format'
import { candidatesQuery, unmergeContact } from './contacts-api'
import { nameOf, type Contact, type ContactDetail } from './model'

interface MergeDialogProps {
  contact: ContactDetail
  name: string
  hrefOf: (id: number) => string
  onClose: () => void
}

/** Escolher quem é a mesma pessoa, ver o que mudaria, e só então mesclar; o aviso traz o desfazer. */
export function MergeDialog({ contact, name, hrefOf, onClose }: MergeDialogProps) {
  const { t } = useTranslation()
  const [other, setOther] = useState<Contact | null>(null)
  const stepRef = useRef<HTMLDivElement>(null)
  // O passo novo leva o foco: o botão que o abriu já não existe.
  useEffect(() => {
    stepRef.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }, [other])
  return (
    <Dialog isOpen onClose={onClose} title={t('contacts.mergeTitle', { name })}>
      <div ref={stepRef}>
        {other ? (
          <Preview
            contact={contact}
            other={other}
            hrefOf={hrefOf}
            onBack={() => {
              setOther(null)
            }}
            onClose={onClose}
          />
        ) : (
          <Candidates contact={contact} onPick={setOther} />
        )}
      </div>
    </Dialog>
  )
}

interface CandidatesProps {
  contact: ContactDetail
  onPick: (contact: Contact) => void
}

function Candidates({ contact, onPick }: CandidatesProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const query = useQuery(candidatesQuery(contact, useDeferredValue(text.trim())))
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sub text-text-2">
        {t(contact.kind === 'lid' ? 'contacts.mergePickPhone' : 'contacts.mergePickLid')}
      </p>
      <Field label={t('contacts.mergeSearch')}>
        {(control) => (
          <Input
            {...control}
            data-autofocus
            type="search"
            value={text}
            onChange={(event) => {
              setText(event.target.value)
            }}
          />
        )}
      </Field>
      {query.isError ? (
        <LoadError error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data?.length === 0 ? (
        <p className="text-base text-text-2">{t('contacts.mergeNone')}</p>
      ) : (
        <ul className="max-h-72 overflow-y-auto">
          {(query.data ?? []).map((candidate) => {
            const name = nameOf(candidate, t('contacts.noName'))
            return (
              <li key={candidate.id}>
                <button
                  type="button"
                  className="flex w-full items-center gap-3 rounded-control px-2 py-1.5 text-left outline-offset-[-2px] hover:bg-sunken touch:min-h-11"
                  onClick={() => {
                    onPick(candidate)
                  }}
                >
                  <Avatar name={name} src={candidate.picture} className="size-8" />
                  <span className="min-w-0">
                    <span className="block truncate text-base">{name}</span>
                    <span className="tabular block truncate text-meta text-text-3">
                      {candidate.phone ? formatPhone(candidate.phone) : candidate.address}
                    </span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

interface PreviewProps {
  contact: ContactDetail
  other: Contact
  hrefOf: (id: number) => string
  onBack: () => void
  onClose: () => void
}

function Preview({ contact, other, hrefOf, onBack, onClose }: PreviewProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const say = (message: string) => t('contacts.actFailed', { message })
  const act = useAct({ say })
  const query = useQuery({
    queryKey: key('merge', 'preview', { id: contact.id, other: other.id }),
    queryFn: () =>
      call('POST /api/contacts/{id}/merge/', {
        path: { id: contact.id },
        body: { other: other.id, preview: true },
      }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const [kept, hidden] = contact.kind === 'phone' ? [contact, other] : [other, contact]

  function refresh() {
    void client.invalidateQueries({ queryKey: key('contact-list') })
    void client.invalidateQueries({ queryKey: key('contacts') })
  }

  async function undo(id: number) {
    try {
      const back = await unmergeContact(id, hidden.address)
      refresh()
      showToast(t('contacts.unmergeDone'))
      await navigate(hrefOf(back.id))
    } catch (failure) {
      showErrorToast(say(asApiError(failure).message))
    }
  }

  async function merge() {
    const { contact: merged } = await call('POST /api/contacts/{id}/merge/', {
      path: { id: contact.id },
      body: { other: other.id },
      timeout: SLOW_MS,
    })
    const id = merged?.id ?? kept.id
    refresh()
    showToast(t('contacts.mergeDone'), {
      action: {
        label: t('contacts.undo'),
        onClick: () => void undo(id),
      },
    })
    onClose()
    await navigate(hrefOf(id), { replace: true })
  }

  const failure = act.failure ?? (query.error ? say(asApiError(query.error).message) : null)
  return (
    <div className="flex flex-col gap-4">
      <p role="status" tabIndex={-1} data-autofocus className="text-base">
        {query.data
          ? t('contacts.mergePreview', {
              messages: t('contacts.mergeMessages', { count: query.data.messages }),
              chats: t('contacts.mergeChats', { count: query.data.chats }),
              name: nameOf(kept, t('contacts.noName')),
            })
          : query.isPending
            ? t('contacts.mergeCounting')
            : ''}
      </p>
      <p className="text-sub text-text-2">{t('contacts.mergeKeeps')}</p>
      {failure ? (
        <Notice tone="bad" role="alert">
          {failure}
        </Notice>
      ) : null}
      <span className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>{t('contacts.mergeOther')}</Button>
        <Button
          variant="primary"
          disabled={act.isBusy || act.offline !== null || !query.data}
          data-tip={act.offline ?? undefined}
          isBusy={act.isBusy}
          busyLabel={t('contacts.merging')}
          onClick={() => void act.run(merge)}
        >
          {t('contacts.mergeAct')}
        </Button>
      </span>
    </div>
  )
}
