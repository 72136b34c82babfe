/** As horas de «Enviar depois…», no relógio de quem escreve. Puro. */
const MINUTE = 60_000
const DAY_HOUR = 9

export type MomentName = 'hour' | 'tomorrow' | 'monday'

/** O que um <input type="datetime-local"> entende. */
export function toLocalInput(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}

export function earliest(now: Date): Date {
  return new Date(now.getTime() + MINUTE)
}

/** O servidor aceita até um ano; um dia de folga para relógios tortos. */
export function latest(now: Date): Date {
  return new Date(now.getFullYear() + 1, now.getMonth(), now.getDate() - 1)
}

export function suggestions(now: Date): { name: MomentName; at: Date }[] {
  const morning = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, DAY_HOUR)
  const toMonday = (8 - now.getDay()) % 7 || 7
  const all: { name: MomentName; at: Date }[] = [
    { name: 'hour', at: new Date(now.getTime() + 60 * MINUTE) },
    { name: 'tomorrow', at: morning(1) },
  ]
  // Domingo, amanhã já é segunda.
  return toMonday === 1 ? all : [...all, { name: 'monday', at: morning(toMonday) }]
}
