import { afterEach, describe, expect, it } from 'vitest'
import { setHomeCountry } from './country'
import { isWholePhone, maskPhone, phoneIn, phoneStart } from './phone'

afterEach(() => {
  setHomeCountry('BR')
})

describe('maskPhone', () => {
  it.each([
    ['(11) 98888-0001', '+55 11 98888-0001'],
    ['011 98888-0001', '+55 11 98888-0001'],
    ['0 15 11 98888-0001', '+55 11 98888-0001'],
    ['0055 11 98888-0001', '+55 11 98888-0001'],
    ['5511988880001', '+55 11 98888-0001'],
    ['5511988880001.0', '+55 11 98888-0001'],
    ['https://wa.me/5511988880001', '+55 11 98888-0001'],
    ['https://api.whatsapp.com/send?phone=5511988880001&text=oi', '+55 11 98888-0001'],
    ['wa.me/15550100000', '+15550100000'],
    ['tel:+55-11-98888-0001', '+55 11 98888-0001'],
    ['\u202A+1 555 010 0000\u202C', '+15550100000'],
    ['001 555 010 0000', '+15550100000'],
    ['\u202A+55 11 98888‑0001\u202C', '+55 11 98888-0001'],
    ['+55 5511988880001', '+55 11 98888-0001'],
  ])('%s → %s', (typed, shown) => {
    expect(maskPhone(typed)).toBe(shown)
  })

  it.each(['011988880001', '0055 11 98888-0001', '11988880001', '+5511988880001'])(
    'tecla a tecla, %s dá o mesmo',
    (typed) => {
      let field = ''
      for (const char of typed) field = maskPhone(field + char)

      expect(field).toBe('+55 11 98888-0001')
    },
  )

  it('o que não cabe não se corta: seria o número de outra pessoa', () => {
    expect(isWholePhone(maskPhone('+55 11 98888-00012'))).toBe(false)
  })

  it('um número americano sem o + não passa por brasileiro', () => {
    expect(isWholePhone(maskPhone('15550100000'))).toBe(false)
  })

  it('noutro país completa com o código dele', () => {
    setHomeCountry('PT')

    expect(maskPhone('912 345 678')).toBe('+351912345678')
    expect(maskPhone('+55 11 98888-0001')).toBe('+55 11 98888-0001')
    expect(phoneStart()).toBe('+351 ')
  })
})

describe('phoneIn', () => {
  it('reads a number the way people write it, Brazilian unless it says so', () => {
    expect(phoneIn('(11) 97014-0529')).toBe('5511970140529')
    expect(phoneIn('+55 11 97014-0529')).toBe('5511970140529')
    expect(phoneIn('5511970140529')).toBe('5511970140529')
    expect(phoneIn('+351 912 345 678')).toBe('351912345678')
    expect(phoneIn('\u202A+1 555 010 0000\u202C')).toBe('15550100000')
    expect(phoneIn('011 97014-0529')).toBe('5511970140529')
    expect(phoneIn('https://wa.me/5511970140529')).toBe('5511970140529')
  })

  it('takes no name and no half number', () => {
    expect(phoneIn('Ana')).toBeNull()
    expect(phoneIn('1197')).toBeNull()
    expect(phoneIn('Ana 11 97014-0529')).toBeNull()
  })
})
