import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import type { Group } from '@/api/generated/types.gen'
import { key } from '@/lib/key'
import { useAct } from '@/forms/use-act'
import { LoadError } from '@/components/load-error'
import { showToast } from '@/lib/toast'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import type { ContactDetail } from './model'

const SHOWN = 30

interface AddToGroupDialogProps {
  contact: ContactDetail
  name: string
  onClose: () => void
}

/** Um grupo desta instância para a pessoa entrar. */
export function AddToGroupDialog({ contact, name, onClose }: AddToGroupDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<number | null>(null)
  const act = useAct({ say: (message) => t('groups.failed', { message }) })
  const search = useDeferredValue(typed.trim())
  const groups = useQuery({
    queryKey: key('groups', 'of-instance', { instance: contact.instance, search }),
    queryFn: ({ signal }) =>
      call('GET /api/groups/', {
        query: { instance: contact.instance, limit: SHOWN, ...(search ? { search } : {}) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
  const rows = groups.data?.results ?? []
  const group = rows.find(({ id }) => id === chosen)

  /** O convite só vem a quem administra: sem ele, num grupo já lido, não se põe ninguém. */
  function reasonOf({ left_at, refreshed_at, invite_link }: Group): string | null {
    if (left_at) return t('groups.reason.left')
    return refreshed_at && !invite_link ? t('groups.reason.notAdmin') : null
  }

  async function add(to: Group) {
    const changed = await call('POST /api/groups/{id}/members/', {
      path: { id: to.id },
      body: { phones: [contact.address] },
      timeout: SLOW_MS,
    })
    void client.invalidateQueries({ queryKey: key('groups') })
    const isIn = changed.members.some(
      ({ address, lid }) => address === contact.address || lid === contact.address,
    )
    showToast(
      isIn ? t('groups.added', { count: 1 }) : t('groups.addedSome', { added: 0, wanted: 1 }),
    )
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={t('groups.addPersonTitle', { name })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            disabled={!group || act.isBusy || act.offline !== null}
            data-tip={act.offline ?? undefined}
            isBusy={act.isBusy}
            busyLabel={t('groups.adding')}
            onClick={() => {
              if (group) void act.run(() => add(group))
            }}
          >
            {t('groups.addPersonAct')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('groups.pickGroup')}>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              type="search"
              value={typed}
              maxLength={120}
              onChange={(event) => {
                setTyped(event.target.value)
              }}
            />
          )}
        </Field>
        {groups.isError ? (
          <LoadError error={groups.error} onRetry={() => void groups.refetch()} />
        ) : groups.data && rows.length === 0 ? (
          <p className="text-base text-text-2">{t('groups.noGroup')}</p>
        ) : (
          <ul className="max-h-72 overflow-y-auto">
            {rows.map((row) => {
              const label = row.name ?? row.address
              const reason = reasonOf(row)
              return (
                <li key={row.id}>
                  <label className="flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-sunken has-checked:bg-selected touch:min-h-11">
                    <input
                      type="radio"
                      name="group"
                      checked={row.id === chosen}
                      disabled={reason !== null}
                      onChange={() => {
                        setChosen(row.id)
                      }}
                      className="size-4 shrink-0 accent-accent"
                    />
                    <Avatar name={label} src={row.picture} className="size-8" />
                    <span className="flex min-w-0 flex-1 flex-col">
                      <span className="truncate text-base">{label}</span>
                      <span className="truncate text-meta text-text-3">
                        {reason ?? t('groups.members', { count: row.size ?? 0 })}
                      </span>
                    </span>
                  </label>
                </li>
              )
            })}
          </ul>
        )}
        {act.failure ? (
          <Notice tone="bad" role="alert">
            {act.failure}
          </Notice>
        ) : null}
      </div>
    </Dialog>
  )
}
