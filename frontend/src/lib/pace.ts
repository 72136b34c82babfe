/** A primeira vez já; as seguintes juntas, no máximo uma a cada intervalo, e a última nunca se perde. */
export class Pace {
  private timer: ReturnType<typeof setTimeout> | undefined
  private lastRun = -Infinity

  constructor(private readonly intervalMs: number) {}

  ask(run: () => void): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined
        this.lastRun = Date.now()
        run()
      },
      Math.max(0, this.lastRun + this.intervalMs - Date.now()),
    )
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }
}
