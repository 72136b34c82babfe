import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '@/forms/use-act'
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
  const act = useAct({ say: (message) => t('groups.failed', { message }) })
  const people = usePeopleSearch(group.instance)
  const present = new Set(
    group.members.flatMap(({ address, lid }) => (lid ? [address, lid] : [address])),
  )

  const everyone = withTyped(chosen, people.search)

  async function add() {
    const addresses = everyone.map(({ address }) => address)
    const changed = await run(addMembers(group.id, addresses))
    // O gateway aceita e às vezes não põe: quem não aceita grupos recebe um convite.
    const size = changed.members.length - group.members.length
    showToast(
      size < everyone.length
        ? t('groups.addedSome', { added: Math.max(0, size), wanted: everyone.length })
        : t('groups.added', { count: everyone.length }),
    )
    onClose()
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
            disabled={everyone.length === 0 || act.isBusy || act.offline !== null}
            data-tip={act.offline ?? undefined}
            isBusy={act.isBusy}
            busyLabel={t('groups.adding')}
            onClick={() => void act.run(add)}
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
        error={act.failure}
      />
    </Dialog>
  )
}
