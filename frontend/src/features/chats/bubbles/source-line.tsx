import { Megaphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Mensagem } from '../model'
import { safeUrl } from './typed-content'

/** «Veio do anúncio …»: de onde esta conversa veio, com o endereço se a mensagem o diz. */
export function SourceLine({ source }: { source: NonNullable<Mensagem['source']> }) {
  const { t } = useTranslation()
  const { title } = source
  const said =
    source.kind === 'story'
      ? t('said.sourceStory')
      : source.kind === 'ad'
        ? title
          ? t('said.sourceAd', { title })
          : t('said.sourceAdPlain')
        : title
          ? t('said.sourceLink', { title })
          : t('said.sourceLinkPlain')
  const url = safeUrl(source.url)
  return (
    <p className="mb-1 flex items-center gap-1 text-meta text-text-3">
      <Megaphone aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      {url ? (
        <a
          href={url}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="min-w-0 break-words text-accent-text hover:underline"
        >
          {said}
        </a>
      ) : (
        <span className="min-w-0 break-words">{said}</span>
      )}
    </p>
  )
}
