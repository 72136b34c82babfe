/**
 * Teclado da casa. Letras soltas só agem fora de campos de texto e podem ser desligadas (WCAG 2.1.4).
 * Casa por `event.key`, nunca por posição; ignora acentos em composição e AltGr, que escrevem letras.
 */
import { readLocal, writeLocal } from './storage'

export interface Shortcut {
  /** «n», «U» (Shift+u), «g c» (sequência), «mod+k» (Ctrl ou ⌘), «alt+ArrowUp», «ctrl+F6». */
  keys: string
  /** Devolver false diz «não era comigo» e deixa o próximo tentar. */
  run: (event: KeyboardEvent) => unknown
  /** Vale também enquanto se escreve (só com modificador). */
  inFields?: boolean
}

const CHORD_MS = 1_200
const stack: Shortcut[][] = []
let pending: { prefix: string; at: number } | null = null

export function areLettersOn(): boolean {
  return readLocal('shortcuts') !== 'off'
}

export function setLettersOn(isOn: boolean): void {
  writeLocal('shortcuts', isOn ? null : 'off')
}

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(target.type)
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** O nome da tecla como as tabelas a escrevem. */
function nameOf(event: KeyboardEvent): string {
  const isLetter = event.key.length === 1
  // Caps Lock não é Shift: sem Shift, a letra vale minúscula.
  const key = isLetter && !event.shiftKey ? event.key.toLowerCase() : event.key
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push(isLetter ? 'mod' : 'ctrl')
  if (event.altKey) parts.push('alt')
  if (event.shiftKey && !isLetter) parts.push('shift')
  return [...parts, key].join('+')
}

function find(name: string, isWriting: boolean, event: KeyboardEvent): boolean {
  for (const group of [...stack].reverse()) {
    for (const shortcut of group) {
      if (shortcut.keys !== name || (isWriting && !shortcut.inFields)) continue
      if (shortcut.run(event) !== false) return true
    }
  }
  return false
}

function hasChord(prefix: string): boolean {
  return stack.some((group) => group.some(({ keys }) => keys.startsWith(`${prefix} `)))
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.key === 'Dead') return
  if (event.getModifierState('AltGraph')) return
  const isWriting = isTextField(event.target)
  const isPlain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  if (isPlain && (isWriting || !areLettersOn())) return
  // Um diálogo aberto é dono do teclado.
  if (document.querySelector('dialog[open]')) return

  const name = nameOf(event)
  if (pending && Date.now() - pending.at < CHORD_MS) {
    const chord = `${pending.prefix} ${name}`
    pending = null
    if (find(chord, isWriting, event)) {
      event.preventDefault()
      return
    }
  }
  if (isPlain && hasChord(name)) {
    pending = { prefix: name, at: Date.now() }
    return
  }
  if (find(name, isWriting, event)) event.preventDefault()
}

/** Se a tecla tem dono agora. */
export function isBound(keys: string): boolean {
  return stack.some((group) => group.some((shortcut) => shortcut.keys === keys))
}

/** Faz o que a tecla faria, sem a tecla: também com as letras soltas desligadas. */
export function press(keys: string): void {
  find(keys, false, new KeyboardEvent('keydown', { key: keys }))
}

export function addShortcuts(group: Shortcut[]): () => void {
  stack.push(group)
  return () => {
    stack.splice(stack.indexOf(group), 1)
  }
}
