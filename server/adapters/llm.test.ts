import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createEgress } from './egress.ts'
import { createChat } from './llm.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A model's endpoint on loopback, and a way to ask it. */
async function endpoint(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => answer(request, body, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const egress = createEgress({ allow: [`127.0.0.1:${port}`] })
  closing.push(
    () => server.close(),
    () => egress.close(),
  )
  return createChat(egress, { baseUrl: `http://127.0.0.1:${port}/v1/`, apiKey: 'key', model: 'kimi-k2.6' })
}
const say = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

test('a model is asked as its API says, and its words come back', async () => {
  const seen: { url?: string; auth?: string; body?: unknown } = {}
  const chat = await endpoint((request, body, response) => {
    Object.assign(seen, { url: request.url, auth: request.headers.authorization, body: JSON.parse(body) })
    say(response, 200, { choices: [{ message: { role: 'assistant', content: '{"tasks":[]}' } }] })
  })
  expect(await chat([{ role: 'user', content: 'Plan this.' }])).toEqual({ ok: true, text: '{"tasks":[]}' })
  expect(seen).toMatchObject({
    url: '/v1/chat/completions',
    auth: 'Bearer key',
    body: { model: 'kimi-k2.6', messages: [{ role: 'user', content: 'Plan this.' }] },
  })
})

test('an endpoint that refuses, answers in another shape or hangs up is a reason, not an exception', async () => {
  const refusing = await endpoint((_request, _body, response) => say(response, 429, { error: 'slow down' }))
  expect(await refusing([])).toEqual({ ok: false, reason: "the model's endpoint answered 429" })
  for (const body of ['no', {}, { choices: [{ message: { content: '' } }] }]) {
    const odd = await endpoint((_request, _body, response) => say(response, 200, body))
    expect(await odd([])).toEqual({ ok: false, reason: "the model's endpoint answered in another shape" })
  }
  const gone = await endpoint((request) => request.socket.destroy())
  expect(await gone([])).toMatchObject({ ok: false })
})
