import { useTranslation } from 'react-i18next'
import { Copied } from './typed-bubbles'
import { safeUrl, words, type Content } from './typed-content'

/** Um botão: o que abre um endereço abre-se; o resto só se lê, ou se copia. */
export function Offer({ button }: { button: Content }) {
  const { t } = useTranslation()
  const value = words(button, 'value')
  const type = words(button, 'type')
  const url = type === 'url' ? safeUrl(value) : null
  // Ainda por escrever: não há botão.
  if (!words(button, 'text') && !value) return null
  return (
    <li className="rounded-control border border-border-strong/60 px-2.5 py-1.5 text-center text-base break-words">
      {url ? (
        <a
          href={url}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="font-medium text-accent-text hover:underline"
        >
          {words(button, 'text') ?? t('said.openLink')}
        </a>
      ) : (
        words(button, 'text')
      )}
      {value && type === 'copy' ? (
        <Copied text={value} label={t('said.copyCode')} />
      ) : value ? (
        <span className="block text-meta break-all text-text-3">{value}</span>
      ) : null}
    </li>
  )
}
