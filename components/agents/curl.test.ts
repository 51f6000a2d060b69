import { execFile } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { asCurl } from './curl.ts'

test('a delivery copied as curl runs as it is once the secret is put in, and its signature is genuine', async () => {
  const got: { headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: Buffer.concat(await request.toArray()).toString() })
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/it's?a=1&b=$HOME`
  const body = `{"type":"attempt.requested","data":{"brief":"it's 5 $ and \`more\`\\n"}}`
  const script = asCurl(url, {
    requestHeaders: {
      'webhook-id': 'evt_1',
      'webhook-signature': 'v1,old',
      'webhook-timestamp': '1',
      'content-type': 'application/json',
      'user-agent': 'Muster/0.1.0',
    },
    requestBody: body,
  })
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const filled = script.replace('whsec_…', secret)
  try {
    await promisify(execFile)('bash', ['-c', filled], { env: process.env })
  } finally {
    server.close()
  }
  const [request] = got
  expect(request?.body).toBe(body)
  expect(request?.headers['user-agent']).toBe('Muster/0.1.0')
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signed = `evt_1.${request?.headers['webhook-timestamp']}.${body}`
  expect(request?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
})
