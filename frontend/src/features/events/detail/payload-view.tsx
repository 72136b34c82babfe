import { Download, WrapText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CodeBlock } from '@/components/ui/code-block'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { download } from '@/lib/csv'
import type { EventDetail } from '../model'
import { maskSecrets } from '../payload'
import { PayloadTree } from './payload-tree'
import { Section } from './section'

type Shape = 'tree' | 'raw'

/** O que veio, em árvore ou cru; chaves e tokens cobertos aqui, no que se copia e no que se baixa. */
export function PayloadView({ event }: { event: EventDetail }) {
  const { t } = useTranslation()
  const isJson = event.payload !== null && event.payload !== undefined
  const [shape, setShape] = useState<Shape>('tree')
  const [isWrapped, setWrapped] = useState(true)
  const [search, setSearch] = useState('')
  const masked = useMemo(() => maskSecrets(event.payload), [event.payload])
  const text = useMemo(
    () => (isJson ? JSON.stringify(masked, null, 2) : (event.payload_text ?? '')),
    [isJson, masked, event.payload_text],
  )

  useShortcuts([
    {
      keys: 'w',
      run: () => {
        setWrapped((wrapped) => !wrapped)
      },
    },
  ])

  return (
    <Section
      title={t('events.payload')}
      actions={
        <>
          <IconButton
            size="small"
            icon={WrapText}
            label={t('events.wrap')}
            keys="W"
            aria-pressed={isWrapped}
            onClick={() => {
              setWrapped(!isWrapped)
            }}
          />
          <IconButton
            size="small"
            icon={Download}
            label={t('events.download')}
            onClick={() => {
              download(`evento-${event.id}.json`, text, 'application/json')
            }}
          />
        </>
      }
    >
      {isJson ? (
        <div className="mb-2 flex flex-wrap gap-2">
          <Segmented<Shape>
            label={t('events.payload')}
            value={shape}
            onChange={setShape}
            options={[
              { value: 'tree', label: t('events.tree') },
              { value: 'raw', label: t('events.raw') },
            ]}
          />
          {shape === 'tree' ? (
            <Input
              type="search"
              aria-label={t('events.searchPayload')}
              placeholder={t('events.searchPayload')}
              className="max-w-56 flex-1"
              value={search}
              onChange={(change) => {
                setSearch(change.target.value)
              }}
            />
          ) : null}
        </div>
      ) : (
        <p className="mb-2 text-sub text-text-2">{t('events.notJson')}</p>
      )}
      {isJson && shape === 'tree' ? (
        <PayloadTree value={masked} search={search} isWrapped={isWrapped} />
      ) : (
        <CodeBlock
          code={text}
          label={t('events.payload')}
          copyLabel={t('events.copyPayload')}
          isWrapped={isWrapped}
        />
      )}
    </Section>
  )
}
