import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { renderScreen } from '@/test/screen'
import { PayloadTree } from './payload-tree'

it('deixa o Tab sair da árvore a partir da linha atual, por muitas que haja', async () => {
  renderScreen(
    <>
      <PayloadTree value={{ a: 1, b: 2, c: { d: 3 } }} search="" isWrapped={false} />
      <button onClick={vi.fn()}>depois</button>
    </>,
  )
  await userEvent.tab()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  expect(screen.getByRole('treeitem', { selected: true })).toHaveFocus()

  await userEvent.tab()
  expect(screen.getByRole('treeitem', { selected: true })).toContainElement(
    document.activeElement as HTMLElement,
  )
  await userEvent.tab()
  await userEvent.tab()

  expect(screen.getByRole('button', { name: 'depois' })).toHaveFocus()
})
