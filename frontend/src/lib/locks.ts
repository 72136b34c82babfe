import { takeTurns } from './turn'

/** Web Locks onde houver; sem eles (http fora de localhost) cada aba segue por si. */
export async function withLock<T>(name: string, task: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return task()
  return (await navigator.locks.request(name, task)) as T
}

/**
 * Segura o nome até o sinal abortar; só uma aba por vez roda a tarefa. Sem Web Locks a vez pode passar a outra antes
 * disso: vale o sinal que a tarefa recebe.
 */
export function holdLock(
  name: string,
  signal: AbortSignal,
  task: (turn: AbortSignal) => Promise<void>,
): void {
  if (!('locks' in navigator)) {
    takeTurns(name, signal, task)
    return
  }
  navigator.locks
    .request(name, { signal }, () => task(signal))
    .catch(() => {
      // Abortado enquanto esperava a vez: era o pedido.
    })
}
