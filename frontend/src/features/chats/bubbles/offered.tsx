import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import type { Choices } from '../model'
import { CarouselCards } from './carousel-cards'
import { Offer } from './offer'
import { list, words } from './typed-content'

/** O que a lista ou os botões ofereceram: aqui só se leem. */
export function Offered({ choices }: { choices: Choices }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="clear-both flex w-72 max-w-full flex-col gap-2 pt-2">
      {choices.buttons?.length ? (
        <ul aria-label={t('types.buttons')} className="flex flex-col gap-1">
          {choices.buttons.map((button, index) => (
            <Offer key={index} button={button} />
          ))}
        </ul>
      ) : null}
      {choices.cards?.length ? <CarouselCards cards={choices.cards} /> : null}
      {choices.sections?.map((section, at) => (
        <section key={at} className="flex flex-col gap-1">
          {words(section, 'title') ? (
            <h4 className="text-meta font-medium text-text-3">{words(section, 'title')}</h4>
          ) : null}
          <ul className="flex flex-col gap-1">
            {list(section, 'rows').map((row, index) => (
              <li
                key={words(row, 'id') ?? index}
                className="rounded-control border border-border-strong/60 px-2.5 py-1.5 text-base break-words"
              >
                {words(row, 'title')}
                {words(row, 'description') ? (
                  <span className="block text-meta text-text-3">{words(row, 'description')}</span>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {choices.pix_key ? (
        <p className="text-base break-words">
          {choices.merchant_name}
          {choices.amount === undefined ? null : ` · ${format.money(choices.amount)}`}
          <span className="block text-meta break-all text-text-3">
            {choices.pix_type?.toUpperCase()}: {choices.pix_key}
          </span>
        </p>
      ) : null}
      {choices.code ? (
        <p className="text-base">
          <code className="font-mono">{choices.code}</code>
        </p>
      ) : null}
      {choices.button_text ? (
        <p className="text-meta text-text-3">
          {t(choices.code ? 'said.codeButton' : 'said.listButton', { text: choices.button_text })}
        </p>
      ) : null}
      {choices.footer ? <p className="text-meta text-text-3">{choices.footer}</p> : null}
    </div>
  )
}
