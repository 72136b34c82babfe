import { act, fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ApiError } from '@/api/errors'
import { renderScreen } from '@/test/screen'
import { useAct } from './use-act'

function Button({ todo }: { todo: () => Promise<void> }) {
  const { run, isBusy, failure } = useAct({ say: (words) => `Não deu: ${words}` })
  return (
    <>
      <button type="button" onClick={() => void run(todo)}>
        {isBusy ? 'fazendo' : 'fazer'}
      </button>
      <p role="alert">{failure}</p>
    </>
  )
}

it('runs once at a time, says what went wrong, and forgets it at the next try', async () => {
  const endings: ((error?: ApiError) => void)[] = []
  renderScreen(
    <Button
      todo={() =>
        new Promise((resolve, reject) => {
          endings.push((error) => {
            if (error) reject(error)
            else resolve()
          })
        })
      }
    />,
  )
  const button = screen.getByRole('button')

  fireEvent.click(button)
  fireEvent.click(button)
  expect(endings).toHaveLength(1)
  expect(button).toHaveTextContent('fazendo')
  await act(async () => {
    endings[0]?.(new ApiError(502, [{ code: 'gateway', detail: 'Está fora.', attr: null }]))
    await Promise.resolve()
  })
  expect(screen.getByRole('alert')).toHaveTextContent('Não deu: Está fora.')

  fireEvent.click(button)
  expect(screen.getByRole('alert')).toBeEmptyDOMElement()
  expect(endings).toHaveLength(2)
})
