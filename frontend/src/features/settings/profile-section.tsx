import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Avatar } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import { SavedField } from '@/components/ui/saved-field'
import { useUser } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { updateMe } from './settings-api'

export function ProfileSection() {
  const { t } = useTranslation()
  const user = useUser()
  const offline = useOfflineReason()
  return (
    <Card>
      <div className="flex items-center gap-4 border-b p-4">
        <Avatar name={user.name} className="size-14" />
        <span className="min-w-0">
          <span className="block truncate text-pane font-semibold">{user.name}</span>
          <span className="block truncate text-sub text-text-2">{user.email}</span>
        </span>
      </div>
      <div className="flex flex-col gap-4 p-4">
        <SavedField
          label={t('settings.name')}
          hint={t('settings.nameHint')}
          value={user.name}
          isRequired
          maxLength={150}
          autoComplete="name"
          disabledReason={offline}
          onSave={(name) => updateMe({ name })}
        />
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-base">
          <dt className="text-sub text-text-3">{t('settings.email')}</dt>
          <dd>{user.email}</dd>
          <dt className="text-sub text-text-3">{t('settings.role')}</dt>
          <dd>{t(`roles.${user.role}`)}</dd>
          {user.cliente_name ? (
            <>
              <dt className="text-sub text-text-3">{t('settings.cliente')}</dt>
              <dd>{user.cliente_name}</dd>
            </>
          ) : null}
        </dl>
        <p className="text-meta text-text-3">
          {user.role === 'admin' ? (
            <Link to={paths.user(user.id)} className="text-accent-text underline">
              {t('settings.profileInUsers')}
            </Link>
          ) : (
            t('settings.profileFixed')
          )}
        </p>
      </div>
    </Card>
  )
}
