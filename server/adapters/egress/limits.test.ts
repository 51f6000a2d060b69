import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Listener, start } from './fixtures/listener.ts'
import { get, waysOut } from './fixtures/ways-out.ts'

const { open, egressTo, listening } = waysOut({ lookup: async () => ['127.0.0.1'] })

describe('limits', () => {
  it('F69 two hundred endpoints that drip are each cut on time, and nobody else waits', async () => {
    const timers = new Set<NodeJS.Timeout>()
    const dripping = await listening((response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 20)
      timers.add(timer)
      response.on('close', () => clearInterval(timer))
    })
    const quick = await listening((response) => response.end('ok'))
    const egress = egressTo({ limits: { overallMs: 3000 } })
    const dripped = Promise.all(
      Array.from({ length: 200 }, (_, i) => get(egress, `http://slow-${i}.example.test:${dripping.port}/`)),
    )
    const others = await Promise.all(Array.from({ length: 20 }, () => get(egress, `http://127.0.0.1:${quick.port}/`)))
    for (const other of others) {
      expect(other).toMatchObject({ kind: 'response', status: 200 })
      expect(other.durationMs).toBeLessThan(3000)
    }
    for (const one of await dripped) {
      expect(one).toMatchObject({ kind: 'failed', errorClass: 'timeout', reason: expect.stringContaining('3 s') })
      expect(one.durationMs).toBeLessThan(10_000)
    }
    for (const timer of timers) clearInterval(timer)
  })

  it('F69 a request that waits behind two dripping ones is given up on time and never sent', async () => {
    const silent = await listening(() => {})
    const egress = egressTo()
    const ask = (path: string, overallMs: number) =>
      egress.request({ url: `http://127.0.0.1:${silent.port}/${path}`, method: 'GET', timeouts: { overallMs } })
    const holding = [ask('first', 3000), ask('second', 3000)]
    const waiting = await Promise.all([3, 4, 5, 6].map(() => ask('waited', 500)))
    // Both connections are free again once these ended: whoever still stood in line would be sent now.
    const outcomes = [...waiting, ...(await Promise.all(holding)), await ask('last', 1000)]
    for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'failed', errorClass: 'timeout' })
    expect(silent.requests.map(({ url }) => url).sort()).toEqual(['/first', '/last', '/second'])
  })

  it('F69 an answer that does not begin in time is class timeout', async () => {
    const silent = await listening(() => {})
    const egress = egressTo({ limits: { headersMs: 100 } })
    expect(await get(egress, `http://127.0.0.1:${silent.port}/`)).toMatchObject({
      errorClass: 'timeout',
      reason: 'No answer began within 0.1 s. Answer at once and do the work afterwards.',
    })
  })

  it('F69 a TLS port that accepts and stays silent is cut by the connect limit', async () => {
    const silent = await start(createTcpServer(() => {}))
    open.unshift(silent)
    const outcome = await get(egressTo({ limits: { connectMs: 1000 } }), `https://127.0.0.1:${silent.port}/`)
    expect(outcome).toMatchObject({ kind: 'failed', errorClass: 'tls' })
  })

  it('F70 an endless answer is cut at 64 KiB, keeps its beginning, and its connection is dropped', async () => {
    let written = 0
    const flood = await listening((response) => {
      response.on('close', () => response.destroy())
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 'a'))) written += 64 * 1024
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    const outcome = await get(egressTo(), `http://127.0.0.1:${flood.port}/`)
    expect(outcome).toMatchObject({ kind: 'failed', errorClass: 'too_large', partial: { status: 200 } })
    expect(outcome.kind === 'failed' && outcome.partial?.body.length).toBe(64 * 1024)
    expect(written).toBeLessThan(64 * 1024 * 1024)
  })

  it('F70 a caller may raise the cap, and the sentence names the one that applied', async () => {
    const file = await listening((response) => response.end(Buffer.alloc(300_000)))
    const egress = egressTo()
    const url = `http://127.0.0.1:${file.port}/`
    expect(await get(egress, url)).toMatchObject({
      errorClass: 'too_large',
      reason: 'The answer is over 64 KiB. Send a shorter one.',
    })
    const raised = await egress.request({ url, method: 'GET', maxBytes: 400_000 })
    expect(raised.kind === 'response' && raised.body.length).toBe(300_000)
  })

  it('F70 a compressed answer is refused unread', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000))
    const agent = await listening((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const outcome = await get(egressTo(), `http://127.0.0.1:${agent.port}/`)
    expect(outcome).toMatchObject({ errorClass: 'http', reason: expect.stringContaining('compressed (gzip)') })
  })

  it('F70 headers without end are cut', async () => {
    const agent = await listening((response) => response.writeHead(200, { 'x-long': 'a'.repeat(40_000) }).end())
    expect(await get(egressTo(), `http://127.0.0.1:${agent.port}/`)).toMatchObject({ errorClass: 'too_large' })
  })
})

const pem = (name: string) => readFileSync(new URL(`./fixtures/${name}.pem`, import.meta.url), 'utf8')

async function secureListener(certificate: string): Promise<Listener> {
  const server = createTlsServer({ key: pem('key'), cert: pem(certificate) }, (_request, response) =>
    response.end('ok'),
  )
  const listener = await start(server)
  server.on('request', (request) => listener.requests.push(request))
  open.unshift(listener)
  return listener
}

describe('certificates', () => {
  it('a certificate that fits, from an authority we trust, is taken', async () => {
    const agent = await secureListener('valid')
    const egress = egressTo({ authorities: [pem('ca')] })
    expect(await get(egress, `https://agent.example.test:${agent.port}/`)).toMatchObject({
      kind: 'response',
      status: 200,
    })
  })

  it.each([
    ['expired', 'has expired', true],
    ['wrong-host', 'is for another host name', true],
    ['self-signed', 'is self-signed', true],
    ['valid', 'chain is incomplete', false],
  ])(
    'F71 a certificate (%s) that cannot be trusted is a failure that says "%s", and nothing is sent',
    async (name, words, trusted) => {
      const agent = await secureListener(name)
      const egress = egressTo(trusted ? { authorities: [pem('ca')] } : {})
      const outcome = await get(egress, `https://agent.example.test:${agent.port}/`)
      if (outcome.kind !== 'failed') throw new Error('the certificate was taken')
      expect(outcome.errorClass).toBe('tls')
      expect(outcome.reason).toContain(words)
      expect(outcome.reason).toMatch(/\. [A-Z]/)
      expect(agent.requests).toHaveLength(0)
    },
  )

  it('F71 an https address whose port speaks plain HTTP gets nothing in clear', async () => {
    const seen: Buffer[] = []
    const plain = await start(
      createTcpServer((socket) => {
        socket.on('data', (chunk) => {
          seen.push(chunk)
          socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
        })
      }),
    )
    open.unshift(plain)
    const url = `https://127.0.0.1:${plain.port}/hook`
    const outcome = await egressTo().request({ url, method: 'POST', body: 'very secret' })
    expect(outcome).toMatchObject({ kind: 'failed', errorClass: 'tls' })
    expect(Buffer.concat(seen).toString('latin1')).not.toContain('very secret')
  })
})
