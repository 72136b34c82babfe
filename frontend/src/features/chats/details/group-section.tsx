import { useQuery } from '@tanstack/react-query'
import { LogOut, Pencil, RotateCw, UserPlus, type LucideIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import type { GroupDetail } from '@/api/generated/types.gen'
import { LoadError } from '@/components/load-error'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { Fact } from './fact'
import type { GroupAct } from './group-act'
import { GroupMembers } from './group-members'
import { adminReason, editReason, leaveReason } from './group-rights'
import { chatGroupQuery, refreshGroup } from './people-api'
import { useGroupScope } from './use-group-scope'

const GroupDialogs = lazy(() =>
  import('./group-dialogs').then((module) => ({ default: module.GroupDialogs })),
)

/** Quem está no grupo e quem manda nele, como o WhatsApp disse da última vez. */
export function GroupSection({ chat }: { chat: number }) {
  const { t } = useTranslation()
  const query = useQuery(chatGroupQuery(chat))
  if (query.isPending) {
    return (
      <section className="flex flex-col gap-3 border-b p-4">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-24" />
      </section>
    )
  }
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  return (
    <section className="flex flex-col gap-3 border-b p-4">
      {query.data ? (
        <Group group={query.data} />
      ) : (
        <p className="text-sub text-text-2">{t('groups.notRead')}</p>
      )}
    </section>
  )
}

function Group({ group }: { group: GroupDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { who, say } = useGroupScope(group)
  const [act, setAct] = useState<GroupAct | null>(null)
  const reasons = {
    edit: say(editReason(group, who)),
    add: say(adminReason(group, who)),
    leave: say(leaveReason(group, who)),
  }
  // Três botões e a mesma razão três vezes seria barulho.
  const told = [...new Set(Object.values(reasons).filter((reason) => reason !== null))]

  return (
    <>
      {group.left_at ? <Notice tone="warn">{t('groups.left')}</Notice> : null}
      {group.description ? (
        <Fact label={t('groups.description')}>
          <span className="whitespace-pre-wrap">{group.description}</span>
        </Fact>
      ) : null}
      {group.announce ? <p className="text-sub text-text-2">{t('groups.announce')}</p> : null}
      {group.restrict ? <p className="text-sub text-text-2">{t('groups.restrict')}</p> : null}
      <div className="flex flex-wrap gap-2">
        <ActButton
          icon={UserPlus}
          reason={reasons.add}
          label={t('groups.addAct')}
          onClick={() => {
            setAct({ kind: 'add' })
          }}
        />
        <ActButton
          icon={Pencil}
          reason={reasons.edit}
          label={t('groups.editAct')}
          onClick={() => {
            setAct({ kind: 'edit' })
          }}
        />
        <ActButton
          icon={LogOut}
          reason={reasons.leave}
          label={t('groups.leave.act')}
          onClick={() => {
            setAct({ kind: 'leave' })
          }}
        />
      </div>
      {told.length > 0 ? <p className="text-meta text-text-3">{told.join(' ')}</p> : null}
      <GroupMembers group={group} onAct={setAct} />
      {group.invite_link ? (
        <div>
          <p className="text-meta text-text-3">{t('groups.invite')}</p>
          <p className="flex items-center gap-1">
            <span className="min-w-0 font-mono text-meta break-all">{group.invite_link}</span>
            <CopyButton text={group.invite_link} label={t('groups.copyInvite')} />
          </p>
          <ActButton
            icon={RotateCw}
            reason={reasons.add}
            label={t('groups.revokeInvite.menu')}
            onClick={() => {
              setAct({ kind: 'revokeInvite' })
            }}
          />
        </div>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <RefreshButton group={group} />
        {group.refreshed_at ? (
          <span className="text-meta text-text-3">
            {t('groups.refreshed', { when: format.dateTime(group.refreshed_at) })}
          </span>
        ) : null}
      </div>
      {act ? (
        <Suspense>
          <GroupDialogs
            act={act}
            group={group}
            onClose={() => {
              setAct(null)
            }}
          />
        </Suspense>
      ) : null}
    </>
  )
}

interface ActButtonProps {
  icon: LucideIcon
  label: string
  reason: string | null
  onClick: () => void
}

function ActButton({ icon: Icon, label, reason, onClick }: ActButtonProps) {
  return (
    <Button
      size="small"
      disabled={reason !== null}
      data-tip={reason ?? undefined}
      onClick={onClick}
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      {label}
    </Button>
  )
}

function RefreshButton({ group }: { group: GroupDetail }) {
  const { t } = useTranslation()
  const { run } = useGroupScope(group)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function refresh() {
    setBusy(true)
    setError(null)
    try {
      await run(refreshGroup(group.id))
    } catch (failure) {
      setError(asApiError(failure).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Button
        size="small"
        disabled={isBusy}
        isBusy={isBusy}
        busyLabel={t('groups.refreshing')}
        onClick={() => void refresh()}
      >
        {t('groups.refresh')}
      </Button>
      {error ? (
        <p role="alert" className="text-meta text-bad">
          {t('groups.failed', { message: error })}
        </p>
      ) : null}
    </>
  )
}
