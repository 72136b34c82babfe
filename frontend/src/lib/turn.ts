/**
 * Uma aba de cada vez, sem Web Locks (http numa rede local): a vez é da última que ficou à vista. Quem a pede avisa as
 * outras, e quem a tinha para; quem fecha a larga, e outra a pede pouco depois. Sem isto seis abas ocupariam as seis
 * ligações que o navegador dá a um endereço, e nenhuma conseguiria mais nada.
 */
import { openChannel } from './channel'
import { randomKey } from './random-key'

interface Claim {
  at: number
  id: string
}

type Word = { type: 'claim'; claim: Claim } | { type: 'left' }

/** A aba escondida espera mais: se há uma à vista, é dela. */
const TAKE_OVER_MS = { visible: 50, hidden: 500 }

function isLater(a: Claim, b: Claim): boolean {
  return a.at === b.at ? a.id > b.id : a.at > b.at
}

export function takeTurns(
  name: string,
  signal: AbortSignal,
  task: (turn: AbortSignal) => Promise<void>,
): void {
  const channel = openChannel<Word>(`${name}.turn`)
  const id = randomKey()
  let mine: { claim: Claim; abort: AbortController } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const claim = () => {
    clearTimeout(timer)
    const asked = { at: Date.now(), id }
    channel.post({ type: 'claim', claim: asked })
    if (mine) {
      mine.claim = asked
      return
    }
    const abort = new AbortController()
    mine = { claim: asked, abort }
    void task(abort.signal)
  }
  const release = () => {
    mine?.abort.abort()
    mine = null
  }
  const onVisible = () => {
    if (document.visibilityState === 'visible') claim()
  }
  const onLeave = () => {
    if (mine) channel.post({ type: 'left' })
    release()
  }

  const stopListening = channel.listen((word) => {
    clearTimeout(timer)
    if (word.type === 'left') {
      const isVisible = document.visibilityState === 'visible'
      timer = setTimeout(
        claim,
        Math.random() * 200 + (isVisible ? TAKE_OVER_MS.visible : TAKE_OVER_MS.hidden),
      )
    } else if (mine && isLater(word.claim, mine.claim)) release()
  })
  document.addEventListener('visibilitychange', onVisible)
  // Voltou do cache de navegação: à vista, e sem a vez.
  window.addEventListener('pageshow', onVisible)
  window.addEventListener('pagehide', onLeave)
  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    onLeave()
    stopListening()
    document.removeEventListener('visibilitychange', onVisible)
    window.removeEventListener('pageshow', onVisible)
    window.removeEventListener('pagehide', onLeave)
  })
  onVisible()
}
