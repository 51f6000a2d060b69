import { describe, expect, it } from 'vitest'
import { deriveAttemptToken, hashToken, newToken, readLink, signLink, tokenKey, verifyAttemptToken } from './tokens.ts'

const serverSecret = 'a server secret of more than thirty-two characters'
const attemptKey = tokenKey(serverSecret, 'attempt')
const linkKey = tokenKey(serverSecret, 'link')
const attemptId = '7d2c1f6e-0a4b-4c0e-9a55-3f1b0c9d8e7f'

describe('tokens', () => {
  it('a new token is its prefix and 256 random bits, and only its hash is kept', () => {
    const token = newToken('mst_pat_')
    expect(token).toMatch(/^mst_pat_[\w-]{43}$/)
    expect(newToken('mst_pat_')).not.toBe(token)
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/)
    expect(hashToken(token)).not.toBe(hashToken(`${token}x`))
  })

  it('an attempt has the same token each time it is asked for, so a retried offer has the same bytes', () => {
    const token = deriveAttemptToken(attemptId, attemptKey)
    expect(token).toMatch(/^mst_att_7d2c1f6e-/)
    expect(deriveAttemptToken(attemptId, tokenKey(serverSecret, 'attempt'))).toBe(token)
    expect(verifyAttemptToken(token, attemptKey)).toBe(attemptId)
    expect(verifyAttemptToken(deriveAttemptToken('att_with_lines', attemptKey), attemptKey)).toBe('att_with_lines')
  })

  it.each([
    ['another attempt', (token: string) => token.replace('7d2c', '7d2d')],
    ['a changed mac', (token: string) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')],
    ['a cut mac', (token: string) => token.slice(0, -1)],
    ['another prefix', (token: string) => token.replace('mst_att_', 'mst_agt_')],
    ['something behind', (token: string) => `${token}A`],
    ['nothing', () => ''],
    ['no attempt', () => `mst_att__${'A'.repeat(43)}`],
    ['an attempt token made with the key for links', () => deriveAttemptToken(attemptId, linkKey)],
  ])('an attempt token with %s speaks for nobody', (_name, change) => {
    expect(verifyAttemptToken(change(deriveAttemptToken(attemptId, attemptKey)), attemptKey)).toBeNull()
  })

  it('S45 a link opens what it was made for until its time, and nothing when altered, of another kind or late', () => {
    const link = signLink('version', { versionId: 'v1', part: 'Ä' }, 1_000, linkKey)
    expect(encodeURIComponent(link)).toBe(link)
    expect(readLink('version', link, 999, linkKey)).toEqual({ versionId: 'v1', part: 'Ä' })
    expect(readLink('version', link, 1_000, linkKey)).toBeNull()
    expect(readLink('file', link, 999, linkKey)).toBeNull()
    expect(readLink('version', link, 999, attemptKey)).toBeNull()

    const forged = Buffer.from(JSON.stringify(['version', 9_999, { versionId: 'v2' }])).toString('base64url')
    expect(readLink('version', `${forged}.${link.split('.')[1]}`, 999, linkKey)).toBeNull()
    for (const broken of ['', '.', 'a.b', `${link}.`, `${link}x`, `x${link}`]) {
      expect(readLink('version', broken, 999, linkKey)).toBeNull()
    }
  })
})
