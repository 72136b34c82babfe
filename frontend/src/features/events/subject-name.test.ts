import { expect, it } from 'vitest'
import { subjectName } from './event-row'

it('shows a person by name and number, a group by name alone, and nobody by a dash', () => {
  const person = { subject: '5511900000002', subject_name: 'Ana' }
  expect(subjectName(person)).toBe('Ana · +55 11 90000-0002')
  expect(subjectName({ ...person, subject_name: null })).toBe('+55 11 90000-0002')
  expect(subjectName({ subject: '12036300@g.us', subject_name: 'Equipe' })).toBe('Equipe')
  expect(subjectName({ subject: '123456@lid', subject_name: 'Ana' })).toBe('Ana · 123456@lid')
  expect(subjectName({ subject: null, subject_name: null })).toBe('–')
})
