import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { blockedReason } from './egress/failure.ts'
import { listen, start } from './egress/fixtures/listener.ts'
import { get, waysOut } from './egress/fixtures/ways-out.ts'
import type { Outcome } from './egress.ts'

const { open, egressTo, listening } = waysOut()
const text = (outcome: Outcome) => (outcome.kind === 'response' ? Buffer.from(outcome.body).toString() : outcome.reason)

describe('the way out', () => {
  it('a place that is opened for a while is reached as long as it is open, kept connections or not', async () => {
    const agent = await listening((response) => response.end('here'))
    const egress = egressTo({ allow: [] })
    const url = `http://127.0.0.1:${agent.port}/`
    expect(text(await get(egress, url))).toBe(blockedReason)
    const close = egress.open(`127.0.0.1:${agent.port}`)
    expect(text(await get(egress, url))).toBe('here')
    expect(await get(egress, `http://127.0.0.1:${agent.port === 65_535 ? 1024 : agent.port + 1}/`)).toMatchObject({
      errorClass: 'blocked',
    })
    close()
    expect(text(await get(egress, url))).toBe(blockedReason)
  })

  it('sends the bytes it was given and brings back status, headers and body', async () => {
    const agent = await listening((response) => response.writeHead(202, { 'x-seen': 'yes' }).end('thanks'))
    const outcome = await egressTo().request({
      url: `http://127.0.0.1:${agent.port}/hook?a=b`,
      method: 'POST',
      headers: { 'webhook-id': 'evt_1', Host: 'elsewhere.example', 'Accept-Encoding': 'gzip' },
      body: '{"é":1}',
    })
    expect(outcome).toMatchObject({ kind: 'response', status: 202, headers: { 'x-seen': 'yes' } })
    expect(text(outcome)).toBe('thanks')
    expect(agent.bodies).toEqual(['{"é":1}'])
    expect(agent.requests[0]).toMatchObject({ method: 'POST', url: '/hook?a=b' })
    expect(agent.requests[0]?.headers).toMatchObject({
      host: `127.0.0.1:${agent.port}`,
      'accept-encoding': 'identity',
      'webhook-id': 'evt_1',
    })
  })

  it('keeps connections: forty requests, one after another and at once, use two', async () => {
    const agent = await listening((response) => response.end('ok'))
    const egress = egressTo()
    const url = `http://127.0.0.1:${agent.port}/`
    for (let i = 0; i < 20; i++) await get(egress, url)
    await Promise.all(Array.from({ length: 20 }, () => get(egress, url)))
    expect(agent.connections).toBe(2)
  })

  it('gives each piece of a streamed answer as it arrives', async () => {
    const pieces: string[] = []
    const agent = await listening((response) => {
      response.write('one ')
      response.end('two')
    })
    const outcome = await egressTo().request({
      url: `http://127.0.0.1:${agent.port}/`,
      method: 'GET',
      onChunk: (chunk, status) => pieces.push(`${status} ${Buffer.from(chunk)}`),
    })
    expect(text(outcome)).toBe('one two')
    expect(pieces.join('|')).toMatch(/^200 one/)
  })

  it('names a refused connection, also when many requests wait for it', async () => {
    const gone = await listen(() => {})
    await gone.close()
    const egress = egressTo()
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => get(egress, `http://127.0.0.1:${gone.port}/`)))
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ errorClass: 'connect', reason: expect.stringContaining('refused') })
    }
  })

  it('names a connection that is closed without an answer and an answer that is not HTTP', async () => {
    const hangUp = await listening((response) => response.destroy())
    const closed = await get(egressTo(), `http://127.0.0.1:${hangUp.port}/`)
    expect(closed).toMatchObject({ errorClass: 'http', reason: expect.stringContaining('closed before') })

    const other = await start(createTcpServer((socket) => socket.end('220 mail.example ESMTP\r\n')))
    open.unshift(other)
    const noHttp = await get(egressTo(), `http://127.0.0.1:${other.port}/`)
    expect(noHttp).toMatchObject({ errorClass: 'http', reason: expect.stringContaining('not HTTP') })
  })

  it('a header that HTTP forbids is a failed request, not a crash', async () => {
    const agent = await listening((response) => response.end())
    const outcome = await egressTo().request({
      url: `http://127.0.0.1:${agent.port}/`,
      method: 'GET',
      headers: { authorization: 'Bearer a\r\nx-smuggled: 1' },
    })
    expect(outcome).toMatchObject({ kind: 'failed', errorClass: 'http' })
    expect(agent.requests).toHaveLength(0)
  })

  it('a request after the server began to stop is a failed request, and stopping twice is harmless', async () => {
    const egress = egressTo()
    await egress.close()
    await egress.close()
    const outcome = await get(egress, 'http://127.0.0.1:4123/')
    expect(outcome).toMatchObject({ errorClass: 'connect', reason: expect.stringContaining('stopping') })
  })

  it('F68 a name that does not resolve is class dns and holds up nobody else', async () => {
    const agent = await listening((response) => response.end('ok'))
    const egress = egressTo({
      lookup: (host) => (host === 'good.example.test' ? Promise.resolve(['127.0.0.1']) : new Promise(() => {})),
      limits: { lookupMs: 50 },
    })
    const lost = get(egress, `http://lost.example.test:${agent.port}/`)
    expect(await get(egress, `http://good.example.test:${agent.port}/`)).toMatchObject({ status: 200 })
    expect(await lost).toMatchObject({ kind: 'failed', errorClass: 'dns' })
  })
})

describe('what an address may not do', () => {
  it('S56 a name that pointed to the internet when it was registered and to loopback later is refused at connect', async () => {
    const agent = await listening((response) => response.end('secret'))
    const answers = [['93.184.215.14'], ['127.0.0.1']]
    const egress = egressTo({ allow: [], lookup: async () => answers.shift() ?? ['127.0.0.1'] })
    const url = 'https://agents.example.com/'
    expect(await egress.assess(url)).toEqual({ ok: true })
    expect(await get(egress, url)).toMatchObject({ kind: 'failed', errorClass: 'blocked', reason: blockedReason })
    expect(agent.connections).toBe(0)
  })

  it('S56 one private address among public ones refuses the whole name', async () => {
    const egress = egressTo({ allow: [], lookup: async () => ['93.184.215.14', '10.0.0.1'] })
    expect(await get(egress, 'https://agents.example.com/')).toMatchObject({ errorClass: 'blocked' })
    expect(await egress.assess('https://agents.example.com/')).toEqual({ ok: false, reason: blockedReason })
  })

  it('S56 the address that was really reached is judged once more', async () => {
    const agent = await listening((response) => response.end('secret'))
    const egress = egressTo({ allow: [`0.0.0.0:${agent.port}`] })
    expect(await get(egress, `http://0.0.0.0:${agent.port}/`)).toMatchObject({ errorClass: 'blocked' })
    expect(agent.requests).toHaveLength(0)
  })

  it.each(['http://127.0.0.1:1/', 'file:///etc/passwd', 'https://other.example/'])(
    'S57 F23 a redirect to %s is an answer like any other and is not followed',
    async (location) => {
      const trap = await listening((response) => response.end('secret'))
      const to = location.replace(':1/', `:${trap.port}/`)
      const agent = await listening((response) =>
        response.writeHead(302, { location: to, refresh: `0;url=${to}` }).end(),
      )
      const outcome = await get(egressTo(), `http://127.0.0.1:${agent.port}/`)
      expect(outcome).toMatchObject({ kind: 'response', status: 302, headers: { location: to } })
      expect(trap.connections).toBe(0)
    },
  )

  it('S57 Location and Refresh on a 200 are not followed', async () => {
    const trap = await listening((response) => response.end('secret'))
    const to = `http://127.0.0.1:${trap.port}/`
    const agent = await listening((response) =>
      response.writeHead(200, { location: to, refresh: `0;url=${to}` }).end('x'),
    )
    expect(text(await get(egressTo(), `http://127.0.0.1:${agent.port}/`))).toBe('x')
    expect(trap.connections).toBe(0)
  })

  it('S59 proxy variables in the environment are ignored', async () => {
    const proxy = await listening((response) => response.end('proxied'))
    const agent = await listening((response) => response.end('direct'))
    const names = [
      'http_proxy',
      'HTTP_PROXY',
      'https_proxy',
      'HTTPS_PROXY',
      'all_proxy',
      'ALL_PROXY',
      'NODE_USE_ENV_PROXY',
    ]
    const before = names.map((name) => process.env[name])
    for (const name of names) process.env[name] = `http://127.0.0.1:${proxy.port}`
    try {
      expect(text(await get(egressTo(), `http://127.0.0.1:${agent.port}/`))).toBe('direct')
      expect(proxy.connections).toBe(0)
    } finally {
      names.forEach((name, i) => {
        if (before[i] === undefined) delete process.env[name]
        else process.env[name] = before[i]
      })
    }
  })

  it('S61 an open and a closed internal port give one and the same message, and neither is touched', async () => {
    const inside = await listening((response) => response.end('secret'))
    const gone = await listen(() => {})
    await gone.close()
    const egress = egressTo({ allow: ['127.0.0.2'] })
    const outcomes = await Promise.all(
      [inside.port, gone.port].flatMap((port) =>
        ['http', 'https'].map((scheme) => get(egress, `${scheme}://127.0.0.1:${port}/`)),
      ),
    )
    const told = outcomes.map((outcome) => ({ ...outcome, durationMs: 0 }))
    expect(told).toEqual(
      told.map(() => ({ kind: 'failed', errorClass: 'blocked', reason: blockedReason, durationMs: 0 })),
    )
    expect(Math.max(...outcomes.map((outcome) => outcome.durationMs))).toBeLessThan(5000)
    expect(inside.connections).toBe(0)
  })
})
