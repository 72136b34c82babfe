import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { key } from '@/lib/key'
import { MessageTick } from '@/components/message-tick'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { paths } from '@/lib/paths'
import { failureWords } from '../bubbles/failure-words'
import { fetchMessage } from '../chats-api'
import { isCancelled } from '../model'

interface MessageInfoProps {
  messageId: number
  /** Pediu-se o que a mensagem já disse: o diálogo abre ali. */
  startsAtVersions: boolean
  isManager: boolean
  onClose: () => void
}

/** O caminho da mensagem, passo a passo, e as versões dela. */
export function MessageInfo({ messageId, startsAtVersions, isManager, onClose }: MessageInfoProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, isError, refetch } = useQuery({
    queryKey: key('mensagens', 'info', { id: messageId }),
    queryFn: ({ signal }) => fetchMessage(messageId, signal),
    staleTime: 0,
  })

  return (
    <Dialog isOpen onClose={onClose} title={t('message.info')}>
      {isError && !data ? (
        <Notice
          tone="bad"
          role="alert"
          actions={
            <Button size="inline" variant="link" onClick={() => void refetch()}>
              {t('common.retry')}
            </Button>
          }
        >
          {t('common.loadFailed')}
        </Notice>
      ) : !data ? (
        <div aria-busy="true" className="flex flex-col gap-3">
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-5 w-1/2" />
          <Skeleton className="h-5 w-3/5" />
        </div>
      ) : (
        <div className="flex flex-col gap-5">
          <p className="flex items-center gap-2 text-base">
            {isCancelled(data) ? null : <MessageTick status={data.status} />}
            {isCancelled(data)
              ? t('outcome.cancelled')
              : data.status === 'failed' || data.status === 'unknown'
                ? failureWords(t, data)
                : data.direction === 'out' && data.status !== 'received'
                  ? t(`status.message.${data.status}`)
                  : t('message.received')}
          </p>
          <ol className="flex flex-col">
            {data.steps.map((step, index) => {
              if (step.name === 'failed' && isCancelled(data)) return null
              return (
                <li
                  key={`${step.name}-${index}`}
                  className="flex items-baseline justify-between gap-4 border-b py-2 text-base"
                >
                  <span>{t(`steps.${step.name}`)}</span>
                  <span className="flex items-baseline gap-3">
                    {isManager && step.event ? (
                      <Link
                        to={paths.event(step.event)}
                        className="text-sub text-accent-text hover:underline"
                      >
                        {t('message.event')}
                      </Link>
                    ) : null}
                    {step.at ? (
                      <time dateTime={step.at} className="text-sub text-text-2">
                        {format.date(step.at)} {format.preciseTime(step.at)}
                      </time>
                    ) : null}
                  </span>
                </li>
              )
            })}
          </ol>
          {data.file_by ? (
            <p className="text-sub text-text-2">{t(`message.fileBy.${data.file_by}`)}</p>
          ) : null}
          {data.message_id ? (
            <div>
              <p className="text-meta text-text-3">{t('message.id')}</p>
              <p className="flex items-center gap-1 font-mono text-sub break-all">
                {data.message_id}
                <CopyButton text={data.message_id} label={t('message.copyId')} />
              </p>
            </div>
          ) : null}
          {data.edits.length > 0 ? (
            <section
              ref={(section) => {
                if (startsAtVersions) section?.focus()
              }}
              tabIndex={-1}
              className="rounded-control"
            >
              <h3 className="mb-1 text-sub text-text-3">{t('message.versions')}</h3>
              <ul className="flex flex-col gap-2">
                {data.edits.map((edit, index) => (
                  <li
                    key={`${edit.moment}-${index}`}
                    className="rounded-control bg-sunken px-3 py-2"
                  >
                    <time dateTime={edit.moment} className="text-meta text-text-3">
                      {format.dateTime(edit.moment)}
                    </time>
                    <p className="text-base break-words whitespace-pre-wrap">{edit.text}</p>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
          {isManager && data.event ? (
            <Link
              to={paths.event(data.event)}
              className="text-base font-medium text-accent-text hover:underline"
            >
              {t('said.seeEvent')}
            </Link>
          ) : null}
        </div>
      )}
    </Dialog>
  )
}
