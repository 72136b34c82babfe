import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import { usePeopleSearch } from '@/api/people-options'
import { PeoplePicker, type Person, withTyped } from '@/components/people-picker'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { GroupDialogProps } from './group-act'
import { addMembers } from './people-api'
import { useGroupScope } from './use-group-scope'

export function AddMembersDialog({ group, onClose }: GroupDialogProps) {
  const { t } = useTranslation()
  const { run } = useGroupScope(group)
  const [chosen, setChosen] = useState<Person[]>([])
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const people = usePeopleSearch(group.instance)
  const present = new Set(
    group.members.flatMap(({ address, lid }) => (lid ? [address, lid] : [address])),
  )

  const everyone = withTyped(chosen, people.search)

  async function add() {
    setBusy(true)
    setError(null)
    try {
      const changed = await run(
        addMembers(
          group.id,
          everyone.map(({ address }) => address),
        ),
      )
      // O gateway aceita e às vezes não põe: quem não aceita grupos recebe um convite.
      const size = changed.members.length - group.members.length
      showToast(
        size < everyone.length
          ? t('groups.addedSome', { added: Math.max(0, size), wanted: everyone.length })
          : t('groups.added', { count: everyone.length }),
      )
      onClose()
    } catch (failure) {
      setError(t('groups.failed', { message: asApiError(failure).message }))
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('groups.addTitle', { name: group.name ?? '' })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            disabled={everyone.length === 0 || isBusy}
            isBusy={isBusy}
            busyLabel={t('groups.adding')}
            onClick={() => void add()}
          >
            {t('groups.addAct')}
          </Button>
        </>
      }
    >
      <PeoplePicker
        label={t('groups.people')}
        {...people}
        chosen={chosen}
        onChange={setChosen}
        isFirst
        present={present}
        error={error}
      />
    </Dialog>
  )
}
