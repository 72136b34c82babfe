import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { asApiError } from '@/api/errors'
import type { GroupDetail, Member } from '@/api/generated/types.gen'
import { LoadError } from '@/components/load-error'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { Fact } from './fact'
import { chatGroupQuery, refreshGroup } from './people-api'

const SHOWN = 15

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
  return (
    <>
      {group.left_at ? <Notice tone="warn">{t('groups.left')}</Notice> : null}
      {group.description ? (
        <Fact label={t('groups.description')}>
          <span className="whitespace-pre-wrap">{group.description}</span>
        </Fact>
      ) : null}
      {group.announce ? <p className="text-sub text-text-2">{t('groups.announce')}</p> : null}
      <Members group={group} />
      {group.invite_link ? (
        <div>
          <p className="text-meta text-text-3">{t('groups.invite')}</p>
          <p className="flex items-center gap-1">
            <span className="min-w-0 font-mono text-meta break-all">{group.invite_link}</span>
            <CopyButton text={group.invite_link} label={t('groups.copyInvite')} />
          </p>
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
    </>
  )
}

/** Quem manda primeiro. */
function byRank(a: Member, b: Member): number {
  const rank = (member: Member) => (member.is_super_admin ? 0 : member.is_admin ? 1 : 2)
  return rank(a) - rank(b) || (a.name ?? a.address).localeCompare(b.name ?? b.address)
}

function Members({ group }: { group: GroupDetail }) {
  const { t } = useTranslation()
  const [isAll, setAll] = useState(false)
  const members = [...group.members].sort(byRank)
  const shown = isAll ? members : members.slice(0, SHOWN)
  return (
    <div>
      <h3 className="mb-1 text-sub text-text-3">
        {t('groups.members', { count: group.size ?? members.length })}
      </h3>
      <ul className="flex flex-col">
        {shown.map((member) => (
          <MemberRow key={member.address} member={member} />
        ))}
      </ul>
      {shown.length < members.length ? (
        <Button
          size="small"
          className="mt-1"
          onClick={() => {
            setAll(true)
          }}
        >
          {t('groups.seeAll')}
        </Button>
      ) : null}
    </div>
  )
}

function MemberRow({ member }: { member: Member }) {
  const { t } = useTranslation()
  const number = /^\d+$/.test(member.address) ? formatPhone(member.address) : null
  const name = member.name ?? number ?? t('bubble.hiddenNumber')
  return (
    <li className="flex items-center gap-2.5 py-1">
      <Avatar name={name} className="size-8" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-base">
          {member.contact ? (
            <Link
              to={paths.contact(member.contact)}
              className="inline-block max-w-full truncate py-0.5 align-bottom text-accent-text underline"
            >
              {name}
            </Link>
          ) : (
            name
          )}
          {member.is_me ? <span className="text-text-3"> ({t('groups.me')})</span> : null}
        </span>
        {number && number !== name ? (
          <span className="tabular block truncate text-meta text-text-3">{number}</span>
        ) : null}
      </span>
      {member.is_super_admin || member.is_admin ? (
        <Badge icon={ShieldCheck}>
          {member.is_super_admin ? t('groups.owner') : t('groups.admin')}
        </Badge>
      ) : null}
    </li>
  )
}

function RefreshButton({ group }: { group: GroupDetail }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function refresh() {
    setBusy(true)
    setError(null)
    try {
      client.setQueryData(chatGroupQuery(group.chat).queryKey, await refreshGroup(group.id))
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
