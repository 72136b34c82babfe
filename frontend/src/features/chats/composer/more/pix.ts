/** O valor de um Pix como se escreve («1.234,50», «49.9»); null se vazio, undefined se não é um valor. */
export function amountOf(typed: string): number | null | undefined {
  const text = typed.trim().replace(/^R\$\s*/i, '')
  if (text === '') return null
  if (!/^\d{1,3}(\.\d{3})+(,\d{1,2})?$|^\d+([.,]\d{1,2})?$/.test(text)) return undefined
  const isThousands = /^\d{1,3}(\.\d{3})+(,|$)/.test(text)
  const value = Number((isThousands ? text.replaceAll('.', '') : text).replace(',', '.'))
  return value >= 0.01 ? value : undefined
}
