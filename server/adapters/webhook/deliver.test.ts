import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { type Listener, listen } from '../egress/fixtures/listener.ts'
import { createEgress } from '../egress.ts'
import { deliverWebhook, type WebhookMessage } from './deliver.ts'
import { newSecret } from './signature.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

const secrets = [newSecret(), newSecret()]
const body = JSON.stringify({ type: 'attempt.requested', timestamp: '2026-11-23T12:00:00Z', data: { brief: 'Größe' } })

async function agent(respond: Parameters<typeof listen>[0], overallMs = 20_000) {
  const listener = await listen(respond)
  const egress = createEgress({ allow: [`127.0.0.1:${listener.port}`], limits: { overallMs } })
  open.push(listener, egress)
  const deliver = deliverWebhook({
    egress,
    now: () => Date.now(),
    validateCompleted: (read) => ({ ok: true, payload: read }),
  })
  const send = (change: Partial<WebhookMessage> = {}) =>
    deliver({
      ...{ id: 'evt_1', type: 'attempt.requested', url: `http://127.0.0.1:${listener.port}/hook`, body, secrets },
      version: '0.1.0',
      ...change,
    })
  return { listener, send }
}

const received = (listener: Listener) => listener.requests[0]?.headers ?? {}

describe('one delivery', () => {
  it('carries every header of the contract and the stored bytes, and the library of the standard takes it', async () => {
    const { listener, send } = await agent((response) =>
      response.writeHead(200, { 'x-agent': '1' }).end('{"status":"accepted"}'),
    )
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const tried = await send({ traceparent })

    const headers = received(listener)
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Muster/0.1.0',
      'webhook-id': 'evt_1',
      'idempotency-key': 'evt_1',
      traceparent,
    })
    expect(listener.bodies).toEqual([body])
    for (const secret of secrets) {
      const library = new Webhook(secret)
      expect(library.verify(listener.bodies[0] ?? '', { ...tried.requestHeaders })).toEqual(JSON.parse(body))
      expect(headers['webhook-signature']).toBe(tried.requestHeaders['webhook-signature'])
    }
    expect(tried).toMatchObject({
      status: 200,
      responseHeaders: { 'x-agent': '1' },
      responseBody: '{"status":"accepted"}',
      verdict: { kind: 'accepted' },
    })
    expect(tried.errorClass).toBeUndefined()
    expect(tried.durationMs).toBeGreaterThanOrEqual(0)
  })

  it('what is kept of a try holds no secret', async () => {
    const { send } = await agent((response) => response.end())
    const kept = JSON.stringify(await send())
    expect(kept).toContain('v1,')
    for (const secret of secrets) expect(kept).not.toContain(secret.slice(6))
  })

  it('F23 a redirect is a failure with the fix, and the other address hears nothing', async () => {
    const trap = await listen((response) => response.end())
    open.push(trap)
    const { send } = await agent((response) =>
      response.writeHead(301, { location: `http://127.0.0.1:${trap.port}/` }).end(),
    )
    expect(await send()).toMatchObject({
      status: 301,
      errorClass: 'http',
      reason: 'Your endpoint answered 301; we do not follow redirects. Use the final address.',
      verdict: { kind: 'failed' },
    })
    expect(trap.connections).toBe(0)
  })

  it('F20 a 429 with a week of Retry-After is throttled for an hour and no failure', async () => {
    const { send } = await agent((response) => response.writeHead(429, { 'retry-after': '604800' }).end())
    const tried = await send()
    expect(tried).toMatchObject({ status: 429, verdict: { kind: 'throttled', retryAfterMs: 3_600_000 } })
    expect(tried.errorClass).toBeUndefined()
  })

  it('keeps the first 8 kB as text a database takes: whole characters, no NUL', async () => {
    const { send } = await agent((response) => response.end(`\0${'a'.repeat(8_190)}€€€`))
    const tried = await send()
    expect(tried.responseBody).toBe(`\uFFFD${'a'.repeat(8_190)}`)
    expect(tried.verdict).toEqual({ kind: 'delivered' })
  })

  it('F70 an answer over the cap is class too_large and keeps its status and beginning', async () => {
    const { send } = await agent((response) => response.end('a'.repeat(200_000)))
    const tried = await send()
    expect(tried).toMatchObject({ status: 200, errorClass: 'too_large', verdict: { kind: 'failed' } })
    expect(tried.responseBody).toHaveLength(8_192)
  })

  it('silence is class timeout, an address we may not reach is class blocked, both with a sentence', async () => {
    const { send } = await agent(() => {}, 300)
    const silent = await send()
    expect(silent).toMatchObject({ errorClass: 'timeout', verdict: { kind: 'failed' } })
    expect(silent.reason).toContain('Answer at once')
    expect(silent.status).toBeUndefined()
    const blocked = await send({ url: 'https://169.254.169.254/latest' })
    expect(blocked).toMatchObject({ errorClass: 'blocked', verdict: { kind: 'failed' } })
    expect(blocked.reason).toContain('We may not connect')
  })

  it('a ping brings the challenge back', async () => {
    const { send } = await agent((response) => response.end('{"challenge":"c-1"}'))
    expect((await send({ type: 'agent.ping' })).verdict).toEqual({ kind: 'challenge', value: 'c-1' })
  })
})
