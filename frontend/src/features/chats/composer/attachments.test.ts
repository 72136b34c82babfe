import { describe, expect, it } from 'vitest'
import {
  addAttachments,
  fitsAsDocument,
  kindOf,
  moveAttachment,
  problemOf,
  removeAttachment,
  type FileKind,
} from './attachments'

const file = (name: string, type: string, size = 10) => {
  const made = new File(['x'], name, { type })
  Object.defineProperty(made, 'size', { value: size })
  return made
}
const item = (key: string, kind: FileKind = 'image') => ({
  key,
  kind,
  url: null,
  file: file(key, 'image/png'),
})

describe('attachments', () => {
  it('sends what the server can show as itself, and the rest as a document', () => {
    expect(kindOf(file('a.jpg', 'image/jpeg'))).toBe('image')
    expect(kindOf(file('a.gif', 'image/gif'))).toBe('gif')
    expect(kindOf(file('a.mp4', 'video/mp4'))).toBe('video')
    expect(kindOf(file('a.webm', 'audio/webm;codecs=opus'))).toBe('audio')
    expect(kindOf(file('a.mov', 'video/quicktime'))).toBe('video')
    expect(kindOf(file('a.heic', 'image/heic'))).toBe('image')
    expect(kindOf(file('a.avi', 'video/x-msvideo'))).toBe('document')
    expect(kindOf(file('a', ''))).toBe('document')
  })

  it('refuses empty and oversized files, and says when a document would do', () => {
    const video = { file: file('a.mp4', 'video/mp4', 65 * 2 ** 20), kind: 'video' as const }
    expect(problemOf(video)).toBe('tooBig')
    expect(fitsAsDocument(video)).toBe(true)
    expect(problemOf({ ...video, kind: 'document' })).toBe(null)
    expect(problemOf({ file: file('a.png', 'image/png', 0), kind: 'image' })).toBe('empty')
  })

  it('gives the text already written to the first file that can carry it, and only to it', () => {
    const items = addAttachments([], [item('song', 'audio'), item('a'), item('b')])
    expect(items.map(({ isDraft }) => isDraft)).toEqual([false, true, false])
    const left = removeAttachment(items, 'a')
    expect(left.map(({ key, isDraft }) => [key, isDraft])).toEqual([
      ['song', false],
      ['b', true],
    ])
  })

  it('moves one place at a time and stops at the ends', () => {
    const items = addAttachments([], [item('a'), item('b'), item('c')])
    const keys = (of: typeof items) => of.map(({ key }) => key).join('')
    expect(keys(moveAttachment(items, 'c', -1))).toBe('acb')
    expect(keys(moveAttachment(items, 'a', 1))).toBe('bac')
    expect(keys(moveAttachment(items, 'a', -1))).toBe('abc')
  })
})
