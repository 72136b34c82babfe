import { fireEvent, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { renderScreen } from '@/test/screen'
import { PaneDivider } from './pane-divider'

it.each(['pointerUp', 'pointerCancel', 'lostPointerCapture'] as const)(
  'depois de %s o arrasto acabou',
  (ending) => {
    const onWidth = vi.fn()
    HTMLElement.prototype.setPointerCapture = () => undefined
    renderScreen(<PaneDivider width={300} onWidth={onWidth} />)
    const divider = screen.getByRole('separator')
    fireEvent.pointerDown(divider, { clientX: 0 })
    fireEvent.pointerMove(divider, { clientX: 10 })
    expect(onWidth).toHaveBeenCalledTimes(1)

    fireEvent[ending](divider)
    fireEvent.pointerMove(divider, { clientX: 50 })

    expect(onWidth).toHaveBeenCalledTimes(1)
  },
)
