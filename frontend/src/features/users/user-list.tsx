import { CircleCheck, CircleSlash } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { RelativeTime } from '@/components/relative-time'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Table, TableCell, TableHead, TableHeading, TableRow } from '@/components/ui/table'
import { useUser } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import type { User } from './model'

interface ListProps {
  users: User[]
  suffix: string
}

export function UserTable({ users, suffix }: ListProps) {
  const { t } = useTranslation()
  const me = useUser()
  return (
    <Table className="bg-surface">
      <TableHead>
        <tr>
          <TableHeading className="pl-4">{t('users.name')}</TableHeading>
          <TableHeading>{t('users.role')}</TableHeading>
          {me.role === 'admin' ? <TableHeading>{t('users.cliente')}</TableHeading> : null}
          <TableHeading>{t('users.lastSeen')}</TableHeading>
          <TableHeading>{t('users.state')}</TableHeading>
        </tr>
      </TableHead>
      <tbody>
        {users.map((user) => (
          <TableRow key={user.id} data-row-scope className="relative">
            <TableCell className="pl-4">
              <span className="flex items-center gap-3">
                <Avatar name={user.name} className="size-8" />
                <span className="flex min-w-0 flex-col">
                  <Link
                    to={paths.user(user.id) + suffix}
                    data-row
                    className="min-h-6 truncate font-medium after:absolute after:inset-0"
                  >
                    {user.name}
                    {user.id === me.id ? (
                      <span className="font-normal text-text-3"> {t('users.you')}</span>
                    ) : null}
                  </Link>
                  <span className="truncate text-meta text-text-3">{user.email}</span>
                </span>
              </span>
            </TableCell>
            <TableCell>
              <span className="block">{t(`roles.${user.role}`)}</span>
              <span className="block text-meta text-text-3">{t(`users.meaning.${user.role}`)}</span>
            </TableCell>
            {me.role === 'admin' ? (
              <TableCell className="text-text-2">{user.cliente_name ?? '–'}</TableCell>
            ) : null}
            <TableCell className="whitespace-nowrap text-text-2">
              <Seen user={user} />
            </TableCell>
            <TableCell>
              <StateBadge user={user} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

export function UserCards({ users, suffix }: ListProps) {
  const { t } = useTranslation()
  const me = useUser()
  return (
    <ul className="flex flex-col gap-2 p-3">
      {users.map((user) => (
        <li
          key={user.id}
          data-row-scope
          className="relative flex flex-col gap-2 rounded-control border bg-surface p-3"
        >
          <span className="flex items-center gap-3">
            <Avatar name={user.name} />
            <span className="flex min-w-0 flex-1 flex-col">
              <Link
                to={paths.user(user.id) + suffix}
                data-row
                className="min-h-6 truncate font-medium after:absolute after:inset-0"
              >
                {user.name}
                {user.id === me.id ? (
                  <span className="font-normal text-text-3"> {t('users.you')}</span>
                ) : null}
              </Link>
              <span className="truncate text-sub text-text-2">{user.email}</span>
            </span>
            <StateBadge user={user} />
          </span>
          <span className="text-sub text-text-2">
            {t(`roles.${user.role}`)}
            {user.cliente_name ? ` · ${user.cliente_name}` : ''}
          </span>
          <span className="flex justify-between gap-2 text-meta text-text-3">
            <span>{t(`users.meaning.${user.role}`)}</span>
            <Seen user={user} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function Seen({ user }: { user: User }) {
  const { t } = useTranslation()
  return user.last_login ? (
    <RelativeTime iso={user.last_login} className="shrink-0" />
  ) : (
    <span className="shrink-0">{t('users.never')}</span>
  )
}

function StateBadge({ user }: { user: User }) {
  const { t } = useTranslation()
  return user.active ? (
    <Badge tone="ok" icon={CircleCheck}>
      {t('users.active')}
    </Badge>
  ) : (
    <Badge tone="idle" icon={CircleSlash}>
      {t('users.inactive')}
    </Badge>
  )
}
