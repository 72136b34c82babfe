import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { activityStore } from '@/lib/toast'
import { CopyButton } from '@/components/ui/copy-button'
import { renderScreen } from '@/test/screen'
import { useCopy } from './use-copy'

const FAILED = { tone: 'error', text: 'O navegador não deixou copiar.' }

function giveClipboard(clipboard: object | undefined) {
  vi.stubGlobal('navigator', Object.create(navigator, { clipboard: { value: clipboard } }))
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
}

function Link() {
  const copy = useCopy()
  return <button onClick={() => void copy('https://x/1', 'Link copiado')}>Copiar</button>
}

describe('copying', () => {
  beforeEach(() => {
    activityStore.set([])
  })

  it.each([
    ['does not exist, as on plain http', undefined],
    ['is refused', { writeText: () => Promise.reject(new Error('não')) }],
  ])('says that it failed when the clipboard %s', async (_case, clipboard) => {
    giveClipboard(clipboard)
    renderScreen(
      <>
        <Link />
        <CopyButton text="x" label="Copiar número" />
      </>,
    )
    fireEvent.click(screen.getByRole('button', { name: 'Copiar' }))
    await waitFor(() => {
      expect(activityStore.get()).toMatchObject([FAILED])
    })
    fireEvent.click(screen.getByRole('button', { name: 'Copiar número' }))
    await waitFor(() => {
      expect(activityStore.get()).toMatchObject([FAILED, FAILED])
    })
    expect(screen.queryByText('Copiado')).toBeNull()
  })

  it('says what was copied', async () => {
    const written: string[] = []
    giveClipboard({
      writeText: (text: string) => {
        written.push(text)
        return Promise.resolve()
      },
    })
    renderScreen(<Link />)
    fireEvent.click(screen.getByRole('button', { name: 'Copiar' }))
    await waitFor(() => {
      expect(activityStore.get()).toMatchObject([{ tone: 'plain', text: 'Link copiado' }])
    })
    expect(written).toEqual(['https://x/1'])
  })
})
