import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import * as z from 'zod'

/** For tests only: the coordinator's side of the protocol as a real listener, which writes down every call and signs what it sends. */
const callSchema = z.record(z.string(), z.unknown())
export type Call = {
  method: string
  path: string
  key: string | undefined
  auth: string | undefined
  body: Record<string, unknown>
}
type Answer = { status: number; body?: unknown } | 'hang up' | 'hold'

export async function openCoordinator() {
  const calls: Call[] = []
  const held: ServerResponse[] = []
  const waiting: { fits: (call: Call) => boolean; resolve: (call: Call) => void }[] = []
  const behaviour = { answer: (_call: Call): Answer => ({ status: 200, body: {} }) }

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const text = Buffer.concat(await request.toArray()).toString()
    const call: Call = {
      method: request.method ?? '',
      path: (request.url ?? '').replace(/^\/api\/v1/, ''),
      key: request.headers['idempotency-key']?.toString(),
      auth: request.headers.authorization,
      body: text ? callSchema.parse(JSON.parse(text)) : {},
    }
    calls.push(call)
    const answer = behaviour.answer(call)
    for (const [index, wait] of [...waiting.entries()].reverse()) {
      if (wait.fits(call)) waiting.splice(index, 1)[0]?.resolve(call)
    }
    if (answer === 'hang up') return response.destroy()
    if (answer === 'hold') return held.push(response)
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    calls,
    behaviour,
    /** The first call that fits, made already or still to come. */
    seen(fits: (call: Call) => boolean): Promise<Call> {
      const made = calls.find(fits)
      return made ? Promise.resolve(made) : new Promise((resolve) => waiting.push({ fits, resolve }))
    },
    /** Sends one signed webhook; `at` is the time of this try, in ms. */
    async deliver(
      address: string,
      secret: string,
      type: string,
      data: unknown,
      id = `evt_${crypto.randomUUID()}`,
      at = Date.now(),
    ) {
      const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, new Date(at), body),
      }
      const response = await fetch(address, { method: 'POST', headers, body })
      const text = await response.text()
      return { status: response.status, body: text ? callSchema.parse(JSON.parse(text)) : {} }
    },
    /** The data of `attempt.requested`. */
    assignment(id: string, task: Record<string, unknown>, more: Record<string, unknown> = {}) {
      return {
        room: { id: 'room_1', name: 'Mobility', rules: '' },
        goal: { id: 'goal_1', title: 'Should Aldermoor keep its bike-sharing scheme?', acceptance: [] },
        task: {
          id: 'task_1',
          key: 'task',
          title: 'Take notes',
          brief: 'What does the scheme cost?',
          skills: ['research'],
          inputs: [],
          output: { kind: 'document', mediaType: 'text/markdown' },
          checks: [],
          ...task,
        },
        attempt: {
          id,
          number: 1,
          token: `mst_att_${id}`,
          acceptBy: '',
          deadline: '',
          heartbeatSeconds: 30,
          leaseSeconds: 90,
        },
        history: [],
        callback: { base: url },
        ...more,
      }
    },
    async close() {
      for (const response of held) response.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
