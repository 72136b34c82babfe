import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import { LoadError } from './load-error'

it('says of what is not there only that, with nothing to try again', () => {
  renderScreen(<LoadError error={{ status: 404 }} isBanner onRetry={() => undefined} />)

  expect(screen.getByRole('status').textContent).toBe('Isto não existe ou você não tem acesso.')
})
