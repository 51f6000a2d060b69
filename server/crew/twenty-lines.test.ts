import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../launch/kept.ts'
import { openCoordinator } from './test-coordinator.ts'

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
let coordinator: Awaited<ReturnType<typeof openCoordinator>>
let agent: ReturnType<typeof spawn>
let address: string

/** Tries until the process listens; it says nothing by itself. */
async function untilUp(): Promise<void> {
  for (;;) {
    const up = await fetch(address, { method: 'POST' }).catch(() => null)
    if (up) return
  }
}

beforeEach(async () => {
  coordinator = await openCoordinator()
  const port = await freePort()
  address = `http://127.0.0.1:${port}/`
  agent = spawn(process.execPath, [fileURLToPath(new URL('./twenty-lines.mjs', import.meta.url))], {
    env: { NODE_ENV: 'test', SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await untilUp()
})
afterEach(async () => {
  agent.kill()
  if (agent.exitCode === null && agent.signalCode === null) await once(agent, 'exit')
  await coordinator.close()
})

describe('an agent in twenty lines', () => {
  it('answers the ping, completes an attempt and refuses a forged webhook', async () => {
    const ping = await coordinator.deliver(address, secret, 'agent.ping', { challenge: 'xyz' })
    expect(ping).toEqual({ status: 200, body: { challenge: 'xyz' } })

    const data = coordinator.assignment('att9', { title: 'Say hello', brief: 'Greet the council.' })
    expect((await coordinator.deliver(address, secret, 'attempt.requested', data)).body).toEqual({ status: 'accepted' })
    const completion = await coordinator.seen(({ path }) => path === '/attempts/att9/complete')
    expect(completion.auth).toBe('Bearer mst_att_att9')
    expect(JSON.stringify(completion.body)).toContain('Greet the council.')

    const other = `whsec_${Buffer.alloc(32, 4).toString('base64')}`
    expect((await coordinator.deliver(address, other, 'agent.ping', { challenge: 'xyz' })).status).toBe(401)
    const old = await coordinator.deliver(
      address,
      secret,
      'agent.ping',
      { challenge: 'x' },
      'evt_old',
      Date.now() - 400_000,
    )
    expect(old.status).toBe(401)
  })
})
