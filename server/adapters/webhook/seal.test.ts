import { describe, expect, it } from 'vitest'
import { open, seal, sealingKey } from './seal.ts'

const key = sealingKey('a server secret of more than thirty-two characters')
const secret = 'whsec_c2VjcmV0'

describe('secrets at rest', () => {
  it('S80 what is stored holds nothing of the secret and opens with the same server secret', () => {
    const sealed = seal(secret, key)
    expect(sealed).not.toContain('secret')
    expect(sealed.startsWith(`${key.id}.`)).toBe(true)
    expect(open(sealed, sealingKey('a server secret of more than thirty-two characters'))).toBe(secret)
  })

  it('the same secret is sealed differently each time', () => {
    expect(seal(secret, key)).not.toBe(seal(secret, key))
  })

  it('after the server secret was changed the old one still opens, when it is given too', () => {
    const next = sealingKey('another server secret of more than thirty-two')
    const sealed = seal(secret, key)
    expect(() => open(sealed, next)).toThrow('MUSTER_SECRET')
    expect(open(sealed, next, key)).toBe(secret)
  })

  it('a changed byte anywhere is refused', () => {
    const sealed = seal(secret, key)
    const start = key.id.length + 1
    for (const at of [start, start + 17, start + 30, sealed.length - 2]) {
      const swapped = sealed[at] === 'A' ? 'B' : 'A'
      expect(() => open(sealed.slice(0, at) + swapped + sealed.slice(at + 1), key)).toThrow()
    }
    expect(() => open(`${key.id}.`, key)).toThrow()
    expect(() => open('', key)).toThrow()
  })
})
