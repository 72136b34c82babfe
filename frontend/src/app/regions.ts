/** Ctrl+F6 passeia pelas regiões da tela, na ordem em que se leem. */
export function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.offsetParent !== null,
  )
  if (regions.length === 0) return
  const current = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(current + step + regions.length) % regions.length]
  const inside = next?.querySelector<HTMLElement>('[tabindex="0"], textarea, a[href], button')
  ;(inside ?? next)?.focus()
}
