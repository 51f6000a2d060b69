import { expect, test } from 'vitest'
import { allowHint, deliveryLook, explain } from './explain.ts'

const told = (status: number | null, errorClass: string | null, reason: string | null = null) => ({
  ...{ status, errorClass, reason },
  durationMs: 200,
  type: 'attempt.requested',
})

test.each([
  ['refused', told(null, 'connect')],
  ['an unknown name', told(null, 'dns')],
  ['a bad certificate', told(null, 'tls')],
  ['silence', told(null, 'timeout')],
  ['a redirect', told(301, 'http')],
  ['401', told(401, 'http')],
  ['404', told(404, 'http')],
  ['413', told(413, 'http')],
  ['429', told(429, 'http')],
  ['500', told(500, 'http')],
  ['410', told(410, 'http')],
  ['an unreadable answer', told(null, 'http')],
  ['an address not allowed', told(null, 'blocked')],
])('%s is told in a sentence with what to do, never as just "failed"', (_, delivery) => {
  const words = explain(delivery)
  expect(words).toMatch(/\b(Check|Start|Serve|Answer|Use|Look|Verify)\b/)
  expect(words).not.toMatch(/\bfailed\b/)
  expect(deliveryLook(delivery).word).not.toBe('')
})

test('the reason of the server is said in its own words', () => {
  expect(explain(told(401, 'http', 'It refused our signature.'))).toBe('It refused our signature.')
})

test('an agent’s no is not drawn as a failure', () => {
  expect(deliveryLook(told(422, null)).tone).toBe('queued')
  expect(deliveryLook(told(503, 'http')).tone).toBe('needs')
  expect(deliveryLook(told(204, null)).tone).toBe('done')
})

test('a loopback address that is blocked comes with the line the operator sets', () => {
  expect(allowHint('http://127.0.0.1:4000/hook', told(null, 'blocked'))).toBe('MUSTER_EGRESS_ALLOW=127.0.0.1:4000')
  expect(allowHint('http://localhost/hook', told(null, 'blocked'))).toBe('MUSTER_EGRESS_ALLOW=localhost:80')
  expect(allowHint('https://a.example', told(404, 'http'))).toBeNull()
})
