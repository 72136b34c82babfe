/** Um só tocador de áudio para a casa: trocar de conversa não cala, e dois nunca falam juntos. */
import { createStore } from '@/lib/store'
import { readLocal, writeLocal } from '@/lib/storage'
import { mediaFileUrl } from '@/lib/media-url'

export interface PlayerState {
  mediaId: number | null
  chatId: number | null
  title: string
  isPlaying: boolean
  time: number
  duration: number
  rate: number
  hasFailed: boolean
}

export interface Track {
  mediaId: number
  chatId: number
  title: string
  seconds: number | null
}

const RATES = [1, 1.5, 2]
const storedRate = Number(readLocal('audioRate'))

const store = createStore<PlayerState>({
  mediaId: null,
  chatId: null,
  title: '',
  isPlaying: false,
  time: 0,
  duration: 0,
  rate: RATES.includes(storedRate) ? storedRate : 1,
  hasFailed: false,
})
export const playerStore: Pick<typeof store, 'get' | 'subscribe'> = store

const idle = new Map<number, PlayerState>()

/** O estado visto por uma mensagem: enquanto toca outra, sempre o mesmo objeto, e ela não se redesenha. */
export function stateFor(mediaId: number | undefined): PlayerState {
  const state = store.get()
  if (state.mediaId === mediaId) return state
  let still = idle.get(state.rate)
  if (!still) {
    still = { ...state, mediaId: null, isPlaying: false, time: 0, duration: 0, hasFailed: false }
    idle.set(state.rate, still)
  }
  return still
}

let audio: HTMLAudioElement | null = null
let playlist: Track[] = []

const set = (changes: Partial<PlayerState>) => {
  store.set((state) => ({ ...state, ...changes }))
}

function element(): HTMLAudioElement {
  if (audio) return audio
  const created = new Audio()
  created.preload = 'auto'
  created.addEventListener('timeupdate', () => {
    set({ time: created.currentTime })
  })
  created.addEventListener('durationchange', () => {
    if (Number.isFinite(created.duration)) set({ duration: created.duration })
  })
  created.addEventListener('play', () => {
    set({ isPlaying: true, hasFailed: false })
  })
  created.addEventListener('pause', () => {
    set({ isPlaying: false })
  })
  created.addEventListener('error', () => {
    set({ isPlaying: false, hasFailed: true })
  })
  created.addEventListener('ended', playNext)
  audio = created
  return created
}

/** A próxima mensagem de voz da conversa toca em seguida. */
function playNext(): void {
  const at = playlist.findIndex(({ mediaId }) => mediaId === store.get().mediaId)
  const next = at === -1 ? undefined : playlist[at + 1]
  if (next) play(next)
  else set({ isPlaying: false, time: 0 })
}

/** As vozes da conversa aberta, na ordem. Quem está tocando de outra conversa mantém a sua. */
export function setPlaylist(chatId: number, tracks: Track[]): void {
  const { chatId: playing, isPlaying } = store.get()
  if (!isPlaying || playing === chatId) playlist = tracks
}

export function play(track: Track): void {
  const player = element()
  if (store.get().mediaId !== track.mediaId) {
    player.src = mediaFileUrl(track.mediaId)
    set({ ...track, time: 0, duration: track.seconds ?? 0, hasFailed: false })
  }
  player.playbackRate = store.get().rate
  player.play().catch(() => {
    set({ isPlaying: false })
  })
}

export function pause(): void {
  audio?.pause()
}

export function stop(): void {
  audio?.pause()
  set({ mediaId: null, chatId: null })
}

export function seek(seconds: number): void {
  if (!audio) return
  audio.currentTime = seconds
  set({ time: seconds })
}

export function nextRate(): void {
  const rate = RATES[(RATES.indexOf(store.get().rate) + 1) % RATES.length] ?? 1
  writeLocal('audioRate', String(rate))
  if (audio) audio.playbackRate = rate
  set({ rate })
}
