import type { Mensagem } from '../model'

interface LinkCardProps {
  link: NonNullable<Mensagem['link']>
  text: string | null
}

/** Prévia só com o que veio na mensagem: nada é buscado fora. Sem título, só se o texto não diz o endereço. */
export function LinkCard({ link, text }: LinkCardProps) {
  const { url, title, description } = link
  const host = url.replace(/^https?:\/\//i, '').split('/')[0] ?? ''
  if (!/^https?:\/\//i.test(url) || (!title && text?.includes(host))) return null
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="mb-1 block rounded-chip border-l-[3px] border-border-strong bg-sunken/70 px-2 py-1 hover:bg-sunken"
    >
      <span className="line-clamp-2 text-sub font-medium break-words text-text">
        {title ?? url}
      </span>
      {description ? (
        <span className="line-clamp-2 text-meta text-text-2">{description}</span>
      ) : null}
      <span className="block truncate text-meta text-text-3">{host}</span>
    </a>
  )
}
