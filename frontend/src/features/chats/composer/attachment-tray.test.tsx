import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import { AttachmentTray } from './attachment-tray'
import type { Attachment } from './attachments'
import type { Tray } from './use-attachments'

function showTray(changes: Partial<Attachment>) {
  const file = new File(['nada'], 'forno.mp4', { type: 'video/mp4' })
  const item: Attachment = {
    key: 'a',
    file,
    kind: 'video',
    url: 'blob:x',
    caption: '',
    isDraft: false,
    ...changes,
  }
  const nothing = () => undefined
  const tray: Tray = {
    items: [item],
    add: nothing,
    remove: nothing,
    move: nothing,
    change: nothing,
    take: nothing,
  }
  renderScreen(
    <AttachmentTray
      listRef={null}
      tray={tray}
      draftText=""
      onDraftText={nothing}
      onSend={nothing}
    />,
  )
}

it('shows an icon for a video that the browser cannot open, and not an empty box', () => {
  showTray({})
  const video = document.querySelector('video')
  expect(video).not.toBeNull()

  if (video) fireEvent.error(video)

  expect(document.querySelector('video')).toBeNull()
  expect(document.querySelector('.lucide-video')).not.toBeNull()
})

it('marks the file that cannot go, so that sending leads to it', () => {
  showTray({ file: new File([], 'vazio.pdf'), kind: 'document', url: null })

  expect(screen.getByRole('alert')).toHaveTextContent('Este arquivo está vazio.')
  expect(screen.getByRole('listitem')).toHaveAttribute('data-problem', 'empty')
})
