import { Download, Ellipsis, MessageSquarePlus, Upload, Users } from 'lucide-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { asApiError } from '@/api/errors'
import { LoadError } from '@/components/load-error'
import { PageHeader, PageTitle } from '@/components/page-header'
import { showErrorToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useHasRole } from '@/contexts/auth-context'
import { usePhone } from '@/hooks/use-media-query'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { download } from '@/lib/csv'
import { openNewChat } from '@/lib/new-chat'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { ContactFilterBar } from './contact-filter-bar'
import { ContactList, ContactListSkeleton } from './contact-list'
import { ContactPane } from './contact-pane'
import { exportCsv } from './contacts-api'
import { isFiltered, parseFilters } from './model'
import { useContactList } from './use-contact-list'

const ImportDialog = lazy(() =>
  import('./import-dialog').then((module) => ({ default: module.ImportDialog })),
)

export function ContactsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const isManager = useHasRole('admin', 'manager')
  const offline = useOfflineReason()
  const params = useParams()
  const [search, setSearch] = useSearchParams()
  const filterText = search.toString()
  const filters = useMemo(() => parseFilters(new URLSearchParams(filterText)), [filterText])
  const [isImporting, setImporting] = useState(false)
  const filterRef = useRef<HTMLDivElement>(null)
  const list = useContactList(filters)
  const { query, rows } = list
  const param = params['contactId']
  // O endereço de começar uma conversa, ou um grupo, abre o diálogo por cima da lista.
  const asked = param === 'new' ? 'chat' : param === 'new-group' ? 'group' : null
  const openId = param === undefined || asked !== null ? null : Number(param)
  const suffix = filterText ? `?${filterText}` : ''
  const hrefOf = (id: number) => paths.contact(id) + suffix
  const close = () => void navigate(paths.contacts + suffix)
  const { instance } = filters
  const startNew = () => {
    openNewChat({ instance })
  }

  useEffect(() => {
    if (asked === null) return
    if (asked === 'chat' || isManager) openNewChat({ kind: asked, instance })
    void navigate(paths.contacts + suffix, { replace: true })
  }, [asked, instance, isManager, navigate, suffix])

  function exportAll() {
    exportCsv(filters)
      .then((text) => {
        download('contatos.csv', text)
      })
      .catch((error: unknown) => {
        showErrorToast(t('contacts.exportFailed', { message: asApiError(error).message }))
      })
  }

  useShortcuts([
    { keys: 'c', run: startNew },
    {
      keys: '/',
      run: () => {
        filterRef.current?.querySelector<HTMLElement>('input[type=search]')?.focus()
      },
    },
    {
      keys: 'f',
      run: () => {
        filterRef.current?.querySelector<HTMLElement>('button, select')?.focus()
      },
    },
    {
      keys: 'Escape',
      run: () => {
        if (openId === null) return false
        close()
        return true
      },
    },
  ])

  const pane =
    openId === null ? null : (
      <ContactPane key={openId} id={openId} isPhone={isPhone} onClose={close} hrefOf={hrefOf} />
    )
  const dialogs = (
    <Suspense>
      {isImporting ? (
        <ImportDialog
          onClose={() => {
            setImporting(false)
          }}
        />
      ) : null}
    </Suspense>
  )
  if (isPhone && pane) return pane

  return (
    <>
      <PageTitle parts={[t('contacts.title')]} />
      <PageHeader
        title={t('contacts.title')}
        actions={
          <>
            <Button variant="primary" data-tip-keys="C" onClick={startNew}>
              <MessageSquarePlus aria-hidden className="size-4" strokeWidth={1.75} />
              {t('contacts.newChat')}
            </Button>
            {isManager ? (
              <Menu
                label={t('contacts.more')}
                trigger={(trigger) => (
                  <IconButton icon={Ellipsis} label={t('contacts.more')} {...trigger} />
                )}
              >
                <MenuItem
                  icon={Users}
                  disabledReason={offline}
                  onSelect={() => {
                    openNewChat({ kind: 'group', instance })
                  }}
                >
                  {t('contacts.newGroup')}
                </MenuItem>
                <MenuItem
                  icon={Upload}
                  disabledReason={offline}
                  onSelect={() => {
                    setImporting(true)
                  }}
                >
                  {t('contacts.import')}
                </MenuItem>
                <MenuItem icon={Download} disabledReason={offline} onSelect={exportAll}>
                  {t('contacts.export')}
                </MenuItem>
              </Menu>
            ) : null}
          </>
        }
      />
      <div ref={filterRef} className="shrink-0">
        <ContactFilterBar params={search} filters={filters} onChange={setSearch} />
      </div>
      {query.isError && rows.length > 0 && !query.isFetchNextPageError ? (
        <LoadError error={query.error} isBanner onRetry={() => void query.refetch()} />
      ) : null}
      <div className="flex min-h-0 flex-1">
        {query.isPending ? (
          <ContactListSkeleton isPhone={isPhone} />
        ) : query.isError && rows.length === 0 ? (
          <LoadError error={query.error} onRetry={() => void query.refetch()} className="flex-1" />
        ) : rows.length > 0 ? (
          <ContactList list={list} openId={openId} hrefOf={hrefOf} isPhone={isPhone} />
        ) : isFiltered(filters) ? (
          <Empty
            kind="no-match"
            title={t('contacts.noMatch')}
            className="flex-1"
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
          <Empty
            kind="nothing"
            title={t('contacts.none')}
            className="flex-1"
            actions={
              <Button variant="primary" onClick={startNew}>
                {t('contacts.newChat')}
              </Button>
            }
          >
            {t('contacts.noneText')}
          </Empty>
        )}
        {pane}
      </div>
      {dialogs}
    </>
  )
}
