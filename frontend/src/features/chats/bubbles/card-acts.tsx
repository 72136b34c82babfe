import { MessagesSquare, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { formatPhone } from '@/lib/format'
import { openNewChat } from '@/lib/new-chat'
import { showErrorToast, showToast } from '@/lib/toast'

const ACT =
  'inline-flex min-h-6 items-center gap-1 text-sub font-medium text-accent-text hover:underline disabled:opacity-60 touch:min-h-11'

/** Do cartão para a conversa, ou para os contatos com o nome que o cartão diz. */
export function CardActs({
  instance,
  phone,
  name,
}: {
  instance: number
  phone: string
  name: string | null
}) {
  const { t } = useTranslation()
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle')

  async function save() {
    setState('busy')
    try {
      const contact = await call('POST /api/contacts/', {
        body: { instance, phone, ...(name ? { saved_name: name } : {}) },
        timeout: SLOW_MS,
      })
      // Um contato que já existia volta como está; só se lhe falta nome se lhe dá este.
      if (name && !contact.saved_name) {
        await call('PATCH /api/contacts/{id}/', {
          path: { id: contact.id },
          body: { saved_name: name },
        })
      }
      setState('saved')
      showToast(t('said.cardSaved', { name: contact.saved_name ?? name ?? formatPhone(phone) }))
    } catch (error) {
      setState('idle')
      showErrorToast(t('contacts.actFailed', { message: asApiError(error).message }))
    }
  }

  return (
    <span className="flex gap-3">
      <button
        type="button"
        className={ACT}
        aria-label={`${t('said.cardTalk')}: ${name ?? formatPhone(phone)}`}
        onClick={() => {
          openNewChat({ phone: formatPhone(phone), instance })
        }}
      >
        <MessagesSquare aria-hidden className="size-4" strokeWidth={1.75} />
        {t('said.cardTalk')}
      </button>
      {state === 'saved' ? null : (
        <button
          type="button"
          className={ACT}
          disabled={state === 'busy'}
          aria-label={`${t('said.cardSave')}: ${name ?? formatPhone(phone)}`}
          onClick={() => void save()}
        >
          <UserRoundPlus aria-hidden className="size-4" strokeWidth={1.75} />
          {t('said.cardSave')}
        </button>
      )}
    </span>
  )
}
