import type { Mensagem } from '../model'

/** Prévia só com o que veio na mensagem: nada é buscado fora. */
export function LinkCard({ link }: { link: NonNullable<Mensagem['link']> }) {
  if (!link.title || !/^https?:\/\//i.test(link.url)) return null
  return (
    <a
      href={link.url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="mb-1 block rounded-chip border-l-[3px] border-border-strong bg-sunken/70 px-2 py-1 hover:bg-sunken"
    >
      <span className="line-clamp-2 text-sub font-medium text-text">{link.title}</span>
      {link.description ? (
        <span className="line-clamp-2 text-meta text-text-2">{link.description}</span>
      ) : null}
      <span className="block truncate text-meta text-text-3">
        {link.url.replace(/^https?:\/\//i, '').split('/')[0]}
      </span>
    </a>
  )
}
