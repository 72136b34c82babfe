import { BookUser, EllipsisVertical, ShieldCheck, ShieldOff, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { GroupDetail, Member } from '@/api/generated/types.gen'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import type { GroupAct } from './group-act'
import { memberReason } from './group-rights'
import { useGroupScope } from './use-group-scope'

const SHOWN = 15

interface GroupMembersProps {
  group: GroupDetail
  onAct: (act: GroupAct) => void
}

/** Quem manda primeiro. */
function byRank(a: Member, b: Member): number {
  const rank = (member: Member) => (member.is_super_admin ? 0 : member.is_admin ? 1 : 2)
  return rank(a) - rank(b) || (a.name ?? a.address).localeCompare(b.name ?? b.address)
}

export function GroupMembers({ group, onAct }: GroupMembersProps) {
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
          <MemberRow key={member.address} group={group} member={member} onAct={onAct} />
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

function MemberRow({ group, member, onAct }: GroupMembersProps & { member: Member }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { who, say } = useGroupScope(group)
  const number = /^\d+$/.test(member.address) ? formatPhone(member.address) : null
  const name = member.name ?? number ?? t('bubble.hiddenNumber')
  const reason = say(memberReason(group, member, who))
  const { contact } = member
  return (
    <li className="flex items-center gap-2.5 py-1">
      <Avatar name={name} className="size-8" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-base">
          {contact ? (
            <Link
              to={paths.contact(contact)}
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
      {member.is_me ? null : (
        <Menu
          label={t('groups.memberActs', { name })}
          trigger={(trigger) => (
            <IconButton
              size="small"
              icon={EllipsisVertical}
              label={t('groups.memberActs', { name })}
              {...trigger}
            />
          )}
        >
          {contact ? (
            <>
              <MenuItem icon={BookUser} onSelect={() => void navigate(paths.contact(contact))}>
                {t('details.contact')}
              </MenuItem>
              <MenuSeparator />
            </>
          ) : null}
          {member.is_admin || member.is_super_admin ? (
            <MenuItem
              icon={ShieldOff}
              disabledReason={reason}
              onSelect={() => {
                onAct({ kind: 'demote', member, name })
              }}
            >
              {t('groups.demote.menu')}
            </MenuItem>
          ) : (
            <MenuItem
              icon={ShieldCheck}
              disabledReason={reason}
              onSelect={() => {
                onAct({ kind: 'promote', member, name })
              }}
            >
              {t('groups.promote.menu')}
            </MenuItem>
          )}
          <MenuItem
            icon={UserMinus}
            tone="bad"
            disabledReason={reason}
            onSelect={() => {
              onAct({ kind: 'remove', member, name })
            }}
          >
            {t('groups.remove.menu')}
          </MenuItem>
        </Menu>
      )}
    </li>
  )
}
