import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createOutbox } from './outbox.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** A door that remembers ids; `reply` decides per try what happens to it. */
async function door(reply: (tries: number) => 'ok' | 'cut' | 'refuse') {
  const seen: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      seen.push((JSON.parse(body) as { id: string }).id)
      const outcome = reply(seen.length)
      if (outcome === 'cut') return request.socket.destroy()
      response.writeHead(outcome === 'ok' ? 200 : 422, { 'content-type': 'application/json' })
      response.end(
        outcome === 'ok'
          ? JSON.stringify({ ok: true, seq: seen.length, result: {} })
          : JSON.stringify({ code: 'invalid', detail: 'write something first' }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const outbox = createOutbox((body) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body }), { retryMs: 20 })
  return { outbox, seen }
}
const say = { roomId: '00000000-0000-4000-8000-000000000001', body: 'hello' }

test('F78 a command whose answer was lost goes again under the same id and settles once', async () => {
  const { outbox, seen } = await door((tries) => (tries === 1 ? 'cut' : 'ok'))
  const marks: string[] = []
  outbox.state.subscribe(({ waiting }) => marks.push(waiting.map((one) => one.status).join()))
  const answer = await outbox.send('message.post', say)
  expect(answer.ok).toBe(true)
  expect(seen).toHaveLength(2)
  expect(new Set(seen).size).toBe(1)
  expect(marks).toContain('queued')
  expect(outbox.state.getState().waiting).toEqual([])
})

test('a command that was done stays in the list until the window shows it, and holds up none behind it', async () => {
  const { outbox } = await door(() => 'ok')
  let show = () => undefined as undefined
  const shown = new Promise<void>((resolve) => {
    show = () => void resolve()
  })
  const asked: number[] = []
  const first = await outbox.send('message.post', say, (seq) => {
    asked.push(seq)
    return shown
  })
  const second = await outbox.send('message.post', { ...say, body: 'again' })
  expect([first.ok, second.ok]).toEqual([true, true])
  expect(asked).toEqual([1])
  expect(outbox.state.getState().waiting.map((one) => one.status)).toEqual(['sent'])
  show()
  await expect.poll(() => outbox.state.getState().waiting).toEqual([])
})

test('commands given while the server is away wait in order behind the first', async () => {
  let away = true
  const { outbox, seen } = await door(() => (away ? 'cut' : 'ok'))
  const first = outbox.send('message.post', say)
  await expect.poll(() => outbox.state.getState().waiting[0]?.status).toBe('queued')
  const second = outbox.send('message.post', { ...say, body: 'again' })
  const ids = outbox.state.getState().waiting.map((one) => one.id)
  away = false
  const answers = await Promise.all([first, second])
  expect(answers.map((answer) => answer.ok)).toEqual([true, true])
  expect(seen.slice(-2)).toEqual(ids)
})

test('a refusal is an answer: nothing is sent again', async () => {
  const { outbox, seen } = await door(() => 'refuse')
  expect(await outbox.send('message.post', say)).toMatchObject({
    ok: false,
    code: 'invalid',
    detail: 'write something first',
  })
  expect(seen).toHaveLength(1)
})
