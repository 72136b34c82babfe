import { describe, expect, it } from 'vitest'
import type { GroupDetail, Member } from '@/api/generated/types.gen'
import { adminReason, changesOf, editReason, leaveReason, memberReason } from './group-rights'

const group = (changes: Partial<GroupDetail> = {}): GroupDetail => ({
  id: 1,
  instance: 1,
  instance_name: 'Loja',
  cliente: 1,
  chat: 1,
  address: '120363000000000001@g.us',
  name: 'Equipe',
  subject: 'Equipe',
  owner: null,
  description: null,
  announce: false,
  restrict: true,
  size: 2,
  invite_link: null,
  picture: null,
  made_at: null,
  left_at: null,
  refreshed_at: '2026-01-01T00:00:00Z',
  error: null,
  is_admin: true,
  members: [],
  ...changes,
})
const member = (changes: Partial<Member> = {}): Member => ({
  address: '5511900000002',
  lid: null,
  name: 'Ana',
  contact: null,
  is_admin: false,
  is_super_admin: false,
  is_me: false,
  ...changes,
})
const manager = { isManager: true, isOnline: true }

describe('rights in a group', () => {
  it('lets a manager of a group we administer do everything', () => {
    expect(adminReason(group(), manager)).toBeNull()
    expect(memberReason(group(), member(), manager)).toBeNull()
    expect(leaveReason(group(), manager)).toBeNull()
  })

  it('says why not, the role first', () => {
    const gone = group({ left_at: '2026-01-01T00:00:00Z', is_admin: false })
    expect(adminReason(gone, { isManager: false, isOnline: false })).toBe('onlyManagers')
    expect(adminReason(gone, manager)).toBe('left')
    expect(adminReason(group({ is_admin: false }), manager)).toBe('notAdmin')
    expect(adminReason(group(), { isManager: true, isOnline: false })).toBe('offline')
  })

  it('tries when it is not known whether we administer it', () => {
    expect(adminReason(group({ is_admin: null }), manager)).toBeNull()
  })

  it('lets any member edit an open group, and anyone leave', () => {
    const plain = group({ is_admin: false })
    expect(editReason(plain, manager)).toBe('notAdmin')
    expect(editReason({ ...plain, restrict: false }, manager)).toBeNull()
    expect(leaveReason(plain, manager)).toBeNull()
  })

  it('does not touch who made the group, nor ourselves', () => {
    expect(memberReason(group(), member({ is_super_admin: true }), manager)).toBe('isOwner')
    expect(memberReason(group(), member({ is_me: true }), manager)).toBe('isMe')
  })
})

describe('changesOf', () => {
  it('keeps only what is different', () => {
    expect(changesOf({ a: 1, b: 'x' }, { a: 1, b: '' })).toEqual({ b: '' })
  })
})
