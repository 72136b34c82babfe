/** Achar endereços num texto, para a bolha e para a galeria. */
export const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"]+/gi

/** Pontuação do fim da frase não é do endereço. */
export function trimLink(raw: string): string {
  let link = raw.replace(/[.,;:!?'"*_~]+$/, '')
  // Parêntese que só fecha o da frase não é do endereço.
  while (link.endsWith(')') && !link.includes('(')) link = link.slice(0, -1)
  return link
}

/** Os endereços de um texto, inteiros e sem repetição. */
export function linksIn(text: string): string[] {
  const found = [...text.matchAll(LINK)].map(([raw]) => {
    const link = trimLink(raw)
    return /^www\./i.test(link) ? `https://${link}` : link
  })
  return [...new Set(found)]
}
