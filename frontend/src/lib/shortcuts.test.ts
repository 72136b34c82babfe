import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addShortcuts, handleKey, setLettersOn } from './shortcuts'

function press(key: string, init: KeyboardEventInit = {}, target: Element = document.body) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

describe('shortcuts', () => {
  const next = vi.fn()
  const chats = vi.fn()
  const up = vi.fn()
  let remove: () => void

  beforeEach(() => {
    vi.resetAllMocks()
    document.body.innerHTML = '<textarea></textarea>'
    document.addEventListener('keydown', handleKey)
    remove = addShortcuts([
      { keys: 'n', run: next },
      { keys: 'g c', run: chats },
      { keys: 'alt+ArrowUp', run: up, inFields: true },
    ])
  })

  afterEach(() => {
    remove()
    document.removeEventListener('keydown', handleKey)
    setLettersOn(true)
  })

  it('acts on a single letter outside text fields only', () => {
    press('n')
    const field = document.querySelector('textarea')
    if (field) press('n', {}, field)
    expect(next).toHaveBeenCalledTimes(1)
  })

  it('leaves AltGr, dead keys and composition to the text', () => {
    press('n', { modifierAltGraph: true })
    press('Dead')
    press('n', { isComposing: true })
    expect(next).not.toHaveBeenCalled()
  })

  it('treats Caps Lock as a lower-case letter and Shift as another key', () => {
    press('N')
    press('N', { shiftKey: true })
    expect(next).toHaveBeenCalledTimes(1)
  })

  it('runs a chord of two keys', () => {
    press('g')
    press('c')
    expect(chats).toHaveBeenCalledTimes(1)
  })

  it('keeps modified keys working while writing', () => {
    const field = document.querySelector('textarea')
    if (field) press('ArrowUp', { altKey: true }, field)
    expect(up).toHaveBeenCalledTimes(1)
  })

  it('can be switched off', () => {
    setLettersOn(false)
    press('n')
    expect(next).not.toHaveBeenCalled()
  })
})
