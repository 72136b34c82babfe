import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { LoadError } from '@/components/load-error'
import { PageHeader, PageTitle } from '@/components/page-header'
import { Button, buttonStyles } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { usePhone } from '@/hooks/use-media-query'
import { useRowKeys } from '@/hooks/use-row-keys'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { paths } from '@/lib/paths'
import { UserDialog } from './user-dialog'
import { UserCards, UserTable } from './user-list'
import { usersQuery } from './users-api'

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export function UsersPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const param = useParams()['userId']
  const [search, setSearch] = useSearchParams()
  const listRef = useRef<HTMLDivElement>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const query = useQuery(usersQuery())
  const words = search.get('q') ?? ''
  const cliente = useClienteScope()
  const all = query.data ?? []
  const inScope = all.filter((user) => cliente === null || user.cliente === cliente)
  const shown = inScope.filter(({ name, email, cliente_name }) =>
    plain(`${name} ${email} ${cliente_name ?? ''}`).includes(plain(words.trim())),
  )
  const open = param === 'new' ? 'new' : (all.find(({ id }) => String(id) === param) ?? null)
  const isLost = query.data !== undefined && param !== undefined && open === null
  const text = search.toString()
  const suffix = text ? `?${text}` : ''
  const close = () => void navigate(paths.users + suffix)

  useRowKeys(listRef)
  useShortcuts([
    { keys: 'c', run: () => void navigate(`${paths.users}/new`) },
    {
      keys: '/',
      run: () => {
        searchRef.current?.focus()
      },
    },
  ])

  const invite = (
    <Link to={`${paths.users}/new`} className={buttonStyles({ variant: 'primary' })}>
      <UserPlus aria-hidden className="size-4" strokeWidth={1.75} />
      {t('users.invite')}
    </Link>
  )

  return (
    <>
      <PageTitle parts={[t('users.title')]} />
      <PageHeader
        title={t('users.title')}
        actions={
          <>
            <span className="w-56 phone:w-full">
              <Input
                ref={searchRef}
                type="search"
                aria-label={t('users.search')}
                placeholder={t('users.search')}
                value={words}
                onChange={(event) => {
                  setSearch(
                    (current) => {
                      const next = new URLSearchParams(current)
                      if (event.target.value) next.set('q', event.target.value)
                      else next.delete('q')
                      return next
                    },
                    { replace: true },
                  )
                }}
              />
            </span>
            {invite}
          </>
        }
      />
      <div ref={listRef} className="flex-1 overflow-y-auto" data-region tabIndex={-1}>
        {isLost || (query.isError && query.data) ? (
          <LoadError
            error={isLost ? { status: 404 } : query.error}
            isBanner
            onRetry={() => void query.refetch()}
          />
        ) : null}
        {query.isPending ? (
          <div className="bg-surface">
            {Array.from({ length: 6 }, (_, index) => (
              <div key={index} className="flex h-14 items-center gap-4 border-b px-4">
                <Skeleton className="size-8 rounded-full" />
                <Skeleton className="h-5 w-44" />
                <Skeleton className="h-5 flex-1" />
              </div>
            ))}
          </div>
        ) : !query.data ? (
          <LoadError error={query.error} onRetry={() => void query.refetch()} className="h-full" />
        ) : shown.length === 0 ? (
          <Empty
            kind="no-match"
            title={t('users.noMatch', { words })}
            className="h-full"
            actions={
              <Button
                size="small"
                onClick={() => {
                  setSearch({}, { replace: true })
                }}
              >
                {t('common.clearFilters')}
              </Button>
            }
          />
        ) : (
          <>
            {isPhone ? (
              <UserCards users={shown} suffix={suffix} />
            ) : (
              <UserTable users={shown} suffix={suffix} />
            )}
            {all.length === 1 ? (
              <Empty kind="nothing" title={t('users.onlyYou')} actions={invite}>
                {t('users.onlyYouText')}
              </Empty>
            ) : null}
          </>
        )}
      </div>
      {open ? (
        <UserDialog
          key={open === 'new' ? 'new' : open.id}
          user={open === 'new' ? null : open}
          all={all}
          onClose={close}
        />
      ) : null}
    </>
  )
}
