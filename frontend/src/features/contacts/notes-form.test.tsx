import { act, fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import { NotesForm } from './notes-form'

/** Como o contato na tela: a resposta do servidor volta como as notas de agora. */
function setUp() {
  const saved: string[] = []
  let answer: () => void = () => undefined
  function Contact() {
    const [notes, setNotes] = useState('')
    const save = (text: string) =>
      new Promise<void>((resolve) => {
        saved.push(text)
        answer = () => {
          setNotes(text)
          resolve()
        }
      })
    return <NotesForm notes={notes} onSave={save} />
  }
  renderScreen(<Contact />)
  const field = screen.getByRole<HTMLTextAreaElement>('textbox')
  return {
    saved,
    field,
    type: (value: string) => fireEvent.change(field, { target: { value } }),
    save: () => fireEvent.click(screen.getByRole('button')),
    reply: () =>
      act(async () => {
        answer()
        await Promise.resolve()
      }),
  }
}

describe('NotesForm', () => {
  it('keeps what is typed while it saves, to be saved next', async () => {
    const { saved, field, type, save, reply } = setUp()
    type('fiado')
    save()
    type('fiado até sexta')
    expect(screen.getByRole('button')).toBeDisabled()
    await reply()
    expect(field.value).toBe('fiado até sexta')
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
    save()
    expect(saved).toEqual(['fiado', 'fiado até sexta'])
  })

  it('saves when the field is left, once, and nothing when nothing changed', async () => {
    const { saved, field, type, save, reply } = setUp()
    fireEvent.blur(field)
    type('fiado')
    fireEvent.blur(field)
    save()
    await reply()
    fireEvent.blur(field)
    expect(saved).toEqual(['fiado'])
  })

  it('trims what it saved when nothing else was typed', async () => {
    const { field, type, save, reply } = setUp()
    type('  fiado ')
    save()
    await reply()
    expect(field.value).toBe('fiado')
    expect(screen.queryByRole('button')).toBeNull()
  })
})
