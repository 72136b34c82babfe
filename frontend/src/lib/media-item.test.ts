import { describe, expect, it } from 'vitest'
import { typeWord } from './media-item'

describe('typeWord', () => {
  it('prefers the extension to the declared type', () => {
    expect(typeWord('Orçamento.docx', 'application/octet-stream')).toBe('DOCX')
    expect(typeWord(null, 'application/pdf')).toBe('PDF')
    expect(typeWord(null, null)).toBe('')
  })
})
