import { describe, expect, it } from 'vitest'
import { readAnswer, readJsonObject, readRetryAfter, type ValidateCompleted } from './answer.ts'

const nowMs = Date.parse('2026-11-23T12:00:00Z')
const hour = 3_600_000
const validate: ValidateCompleted<{ response: string }> = (body) =>
  typeof body.response === 'string'
    ? { ok: true, payload: { response: body.response } }
    : { ok: false, errors: ['response: a text is required'] }

const answer = (status: number, body: string | Uint8Array = '', headers: Record<string, string> = {}) =>
  readAnswer('attempt.requested', { status, headers, body: Buffer.from(body) }, nowMs, validate)

describe('what an answer means', () => {
  it.each([
    [200, ''],
    [202, 'thanks'],
    [204, ''],
    [299, '{"status":"something else"}'],
    [200, '{"status":"accepted"'],
    [200, '[{"status":"accepted"}]'],
    [200, '"accepted"'],
    [200, 'null'],
    [200, '{"challenge":"nobody asked"}'],
  ])('any 2xx is delivered: %d %s', (status, body) => {
    expect(answer(status, body)).toEqual({ verdict: { kind: 'delivered' } })
  })

  it('a status in the body says more', () => {
    expect(answer(200, '{"status":"accepted"}').verdict).toEqual({ kind: 'accepted' })
    expect(answer(200, '{"status":"declined","reason":"No time"}').verdict).toEqual({
      kind: 'declined',
      reason: 'No time',
    })
    expect(answer(200, '{"status":"declined"}').verdict).toMatchObject({ kind: 'declined' })
    expect(answer(200, '{"status":"completed","response":"Here"}').verdict).toEqual({
      kind: 'completed',
      payload: { response: 'Here' },
    })
  })

  it('a completion of the wrong shape is invalid and says where', () => {
    const { verdict, reason } = answer(200, '{"status":"completed","response":7}')
    expect(verdict).toEqual({ kind: 'invalid', errors: ['response: a text is required'] })
    expect(reason).toContain('response: a text is required')
  })

  it('only a ping is answered by a challenge', () => {
    const read = { status: 200, headers: {}, body: Buffer.from('{"challenge":"abc","status":"accepted"}') }
    expect(readAnswer('agent.ping', read, nowMs, validate).verdict).toEqual({ kind: 'challenge', value: 'abc' })
    expect(readAnswer('attempt.requested', read, nowMs, validate).verdict).toEqual({ kind: 'accepted' })
  })

  it.each([409, 422])('%d declines, with the reason of a plain or a problem body', (status) => {
    expect(answer(status, '{"reason":"Busy"}').verdict).toEqual({ kind: 'declined', reason: 'Busy' })
    expect(answer(status, '{"detail":"No skill"}').verdict).toEqual({ kind: 'declined', reason: 'No skill' })
    expect(answer(status).verdict).toEqual({ kind: 'declined', reason: `The agent answered ${status}.` })
  })

  it('F22 410 turns the agent off', () => {
    expect(answer(410)).toMatchObject({ verdict: { kind: 'gone' }, reason: expect.stringContaining('410') })
  })

  it.each([301, 302, 303, 307, 308])('F23 %d is a failure whose sentence says to use the final address', (status) => {
    expect(answer(status, '', { location: 'https://elsewhere.example/' })).toEqual({
      verdict: { kind: 'failed' },
      reason: `Your endpoint answered ${status}; we do not follow redirects. Use the final address.`,
    })
  })

  it.each<[string, string | undefined, number | null]>([
    ['thirty seconds', '30', 30_000],
    ['zero', '0', 0],
    ['a week', '604800', hour],
    ['more digits than a number holds', '9'.repeat(400), hour],
    ['a negative number', '-30', null],
    ['rubbish', 'soon', null],
    ['a fraction', '1.5', null],
    ['a text that some parsers call a date', '2', 2_000],
    ['nothing', undefined, null],
    ['a date in ten minutes', 'Mon, 23 Nov 2026 12:10:00 GMT', 600_000],
    ['a date next year', 'Tue, 23 Nov 2027 12:00:00 GMT', hour],
    ['a date that has passed', 'Mon, 23 Nov 2026 11:00:00 GMT', null],
    ['a day that is no date', 'Monday', null],
  ])('F20 a Retry-After of %s', (_name, header, waitMs) => {
    expect(readRetryAfter(header, nowMs)).toBe(waitMs)
    const throttled = answer(429, '', header === undefined ? {} : { 'retry-after': header })
    expect(throttled.verdict).toEqual({ kind: 'throttled', retryAfterMs: waitMs })
    expect(throttled.reason).toContain('slow down')
  })

  it('503 throttles when it says for how long, and fails when it does not', () => {
    expect(answer(503, '', { 'retry-after': '30' }).verdict).toEqual({ kind: 'throttled', retryAfterMs: 30_000 })
    expect(answer(503).verdict).toEqual({ kind: 'failed' })
    expect(answer(503, '', { 'retry-after': 'soon' }).verdict).toEqual({ kind: 'failed' })
  })

  it.each([400, 401, 403, 404, 405, 408, 413, 415, 418, 500, 502, 503, 504, 599])(
    'a %d is told in one sentence and its fix in another',
    (status) => {
      const { verdict, reason } = answer(status)
      expect(verdict).toEqual({ kind: 'failed' })
      expect(reason).toMatch(new RegExp(`^Your endpoint answered ${status}\\. [A-Z].{20,}\\.$`))
    },
  )
})

describe('bodies meant to hurt', () => {
  it.each([
    ['not JSON', '{status: accepted}'],
    ['another charset', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['nested past any honest answer', `{"status":"accepted","a":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['30,000 brackets', `{"a":${'['.repeat(30_000)}`],
  ])('F32 %s is read as no answer at all, quickly', (_name, body) => {
    const startedAt = performance.now()
    expect(readJsonObject(Buffer.from(body))).toBeNull()
    expect(answer(200, body).verdict).toEqual({ kind: 'delivered' })
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  it('F32 __proto__ keys change nothing and are gone, also deep inside', () => {
    const read = readJsonObject(Buffer.from('{"__proto__":{"status":"completed"},"a":{"__proto__":{"polluted":1}}}'))
    expect(read).toEqual({ a: {} })
    expect(Object.keys(read?.a ?? { wrong: 1 })).toEqual([])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(answer(200, '{"__proto__":{"status":"declined"}}').verdict).toEqual({ kind: 'delivered' })
  })

  it('F32 of duplicate keys the last one counts', () => {
    expect(answer(200, '{"status":"completed","status":"accepted"}').verdict).toEqual({ kind: 'accepted' })
  })

  it('F32 brackets inside texts are no depth', () => {
    const body = JSON.stringify({ status: 'completed', response: `${'[{'.repeat(500)}\\"` })
    expect(answer(200, body).verdict).toMatchObject({ kind: 'completed' })
  })
})
