import { Image } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Offer } from './offer'
import { list, safeUrl, words, type Content } from './typed-content'

/**
 * Os cartões de um carrossel, lado a lado: na bolha, e no diálogo que o monta. A imagem é de outro endereço: abre-se
 * à parte, porque daqui não se busca nada de fora.
 */
export function CarouselCards({ cards }: { cards: Content[] }) {
  const { t } = useTranslation()
  return (
    <ul
      aria-label={t('types.carousel')}
      // Rola para o lado também pelo teclado.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="flex max-w-full snap-x gap-2 overflow-x-auto rounded-control pb-1"
    >
      {cards.map((card, at) => {
        const image = safeUrl(words(card, 'image'))
        return (
          <li
            key={at}
            className="flex w-56 shrink-0 snap-start flex-col gap-2 rounded-control border bg-surface p-2"
          >
            {image ? (
              <a
                href={image}
                target="_blank"
                rel="noopener noreferrer nofollow"
                className="flex items-center gap-2 rounded-control bg-sunken px-2 py-3 text-sub font-medium text-accent-text hover:underline"
              >
                <Image aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
                {t('said.cardPicture')}
              </a>
            ) : null}
            <p className="flex-1 text-base break-words whitespace-pre-wrap">
              {words(card, 'text')}
            </p>
            <ul aria-label={t('types.buttons')} className="flex flex-col gap-1">
              {list(card, 'buttons').map((button, index) => (
                <Offer key={index} button={button} />
              ))}
            </ul>
          </li>
        )
      })}
    </ul>
  )
}
