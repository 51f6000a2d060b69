import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { Webhook } from 'standardwebhooks'
import nacl from 'tweetnacl'
import { describe, expect, it, vi } from 'vitest'
import { newKeyPair, newSecret, signatureHeader, toleranceSeconds, verifySignature } from './signature.ts'

const secret = newSecret()
const otherAgent = newSecret()
const nowSeconds = 1_764_000_000
const body = '{"type":"attempt.requested","data":{"brief":"Résumé"}}'
const signed = (change: Partial<Parameters<typeof signatureHeader>[0]> = {}) =>
  signatureHeader({ id: 'evt_1', timestampSeconds: nowSeconds, body, secrets: [secret], ...change })
const arrived = { id: 'evt_1', timestamp: String(nowSeconds), signature: signed(), body, secrets: [secret], nowSeconds }

describe('webhook signatures', () => {
  it('a new secret is whsec_ and 32 random bytes', () => {
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32)
    expect(newSecret()).not.toBe(secret)
  })

  it('the standard library takes what we sign, with either secret of a rotation', () => {
    const timestampSeconds = Math.floor(Date.now() / 1_000)
    const signature = signatureHeader({ id: 'evt_1', timestampSeconds, body, secrets: [secret, otherAgent] })
    const headers = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': signature,
    }
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
    expect(new Webhook(otherAgent).verify(body, headers)).toEqual(JSON.parse(body))
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow()
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow()
  })

  it('we take what the standard library signs', () => {
    const signature = new Webhook(secret).sign('evt_1', new Date(nowSeconds * 1_000), body)
    expect(signature).toBe(signed())
    expect(verifySignature({ ...arrived, signature })).toEqual({ ok: true })
  })

  it('during a rotation the new secret signs first', () => {
    const [first, second] = signed({ secrets: [otherAgent, secret] }).split(' ')
    expect(first).toBe(signed({ secrets: [otherAgent] }))
    expect(second).toBe(signed())
  })

  it('bytes and text of one body have one signature', () => {
    expect(signed({ body: Buffer.from(body) })).toBe(signed())
  })

  it('with a key pair a v1a entry follows, which another library takes with the public key and for nothing altered', () => {
    const { privateKey, publicKey } = newKeyPair()
    expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/)
    expect(newKeyPair().publicKey).not.toBe(publicKey)
    const entries = signed({ secrets: [secret, privateKey] }).split(' ')
    expect(entries).toEqual([signed(), expect.stringMatching(/^v1a,[A-Za-z0-9+/]{86}==$/)])
    const given = Buffer.from(entries[1]?.slice(4) ?? '', 'base64')
    const takes = (text: string, key = publicKey) =>
      nacl.sign.detached.verify(Buffer.from(text), given, Buffer.from(key.slice(5), 'base64'))
    expect(takes(`evt_1.${nowSeconds}.${body}`)).toBe(true)
    expect(takes(`evt_1.${nowSeconds}.${body} `)).toBe(false)
    expect(takes(`evt_1.${nowSeconds + 1}.${body}`)).toBe(false)
    expect(takes(`evt_2.${nowSeconds}.${body}`)).toBe(false)
    expect(takes(`evt_1.${nowSeconds}.${body}`, newKeyPair().publicKey)).toBe(false)
    expect(() => signed({ secrets: ['whsk_AAAA'] })).toThrow('32 bytes')
  })

  it.each<[string, Partial<Parameters<typeof verifySignature>[0]>, ReturnType<typeof verifySignature>]>([
    ['unsigned', { signature: undefined }, { ok: false, code: 'malformed' }],
    ['an empty signature', { signature: '' }, { ok: false, code: 'malformed' }],
    ['no id', { id: undefined }, { ok: false, code: 'malformed' }],
    ['an id with a full stop', { id: 'evt.1' }, { ok: false, code: 'malformed' }],
    ['no time', { timestamp: undefined }, { ok: false, code: 'malformed' }],
    ['a time that is no number', { timestamp: '1764000000abc' }, { ok: false, code: 'malformed' }],
    ['the wrong secret', { secrets: [otherAgent] }, { ok: false, code: 'no_match' }],
    ['another time than was signed', { timestamp: String(nowSeconds - 1) }, { ok: false, code: 'no_match' }],
    ['301 s old', { nowSeconds: nowSeconds + 301 }, { ok: false, code: 'too_old' }],
    ['301 s in the future', { nowSeconds: nowSeconds - 301 }, { ok: false, code: 'too_new' }],
    ['a reused id with another body', { body: '{"type":"other"}' }, { ok: false, code: 'no_match' }],
    ['another id for the same body', { id: 'evt_2' }, { ok: false, code: 'no_match' }],
    ['an altered byte', { body: body.replace('brief', 'brieF') }, { ok: false, code: 'no_match' }],
    [
      'the signature of another agent',
      { signature: signed({ secrets: [otherAgent] }) },
      { ok: false, code: 'no_match' },
    ],
    ['an empty secret', { secrets: ['whsec_'] }, { ok: false, code: 'no_match' }],
    ['no secret at all', { secrets: [] }, { ok: false, code: 'no_match' }],
    ['another scheme', { signature: signed().replace('v1,', 'v1a,') }, { ok: false, code: 'no_match' }],
    ['half a signature', { signature: signed().slice(0, 20) }, { ok: false, code: 'no_match' }],
    [
      'several signatures with one good',
      { signature: `v1a,AAAA v1,${'A'.repeat(43)}= ${signed({ secrets: [otherAgent] })} ${signed()}` },
      { ok: true },
    ],
    ['exactly 300 s old', { nowSeconds: nowSeconds + toleranceSeconds }, { ok: true }],
    ['either secret of a rotation', { secrets: [otherAgent, secret] }, { ok: true }],
  ])('S64 %s', (_name, change, verdict) => {
    expect(verifySignature({ ...arrived, ...change })).toEqual(verdict)
  })

  it('S65 every entry is compared with every secret, whole and in constant time, whether or not one matched before', () => {
    const compare = vi.spyOn(crypto, 'timingSafeEqual')
    syncBuiltinESMExports()
    try {
      const wrong = signed({ secrets: [newSecret()] })
      const nearly = signed().replace(/^v1,./, 'v1,A')
      for (const [signature, ok] of [
        [`${signed()} ${wrong} ${nearly}`, true],
        [`${wrong} ${nearly} ${signed()}`, true],
        [`${wrong} ${nearly} ${wrong}`, false],
      ] as const) {
        compare.mockClear()
        expect(verifySignature({ ...arrived, signature, secrets: [secret, otherAgent] }).ok).toBe(ok)
        expect(compare).toHaveBeenCalledTimes(6)
        for (const [one, other] of compare.mock.calls) expect([one.byteLength, other.byteLength]).toEqual([32, 32])
      }
    } finally {
      compare.mockRestore()
      syncBuiltinESMExports()
    }
  })

  it('S64 we never sign with an empty secret or an id with a full stop', () => {
    expect(() => signed({ secrets: ['whsec_'] })).toThrow('24 to 64 bytes')
    expect(() => signed({ secrets: [] })).toThrow('at least one secret')
    expect(() => signed({ id: 'evt.1' })).toThrow('full stop')
  })
})
