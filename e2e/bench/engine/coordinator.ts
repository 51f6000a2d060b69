import { createHash, randomUUID } from 'node:crypto'
import type { DeliveryTry, WebhookMessage } from '../../../server/adapters/webhook/deliver.ts'
import { createFirstOwner } from '../../../server/auth/first-owner.ts'
import { tokenKey } from '../../../server/auth/tokens.ts'
import { createRunner } from '../../../server/commands/run.ts'
import type { Completion } from '../../../server/contract/commands/room.ts'
import { type CommandInput, type CommandName, commandInputs } from '../../../server/contract/commands.ts'
import { finish } from '../../../server/coordinator/finish.ts'
import { react } from '../../../server/coordinator/react.ts'
import type { Actor } from '../../../server/domain/permission.ts'
import { createCatalogue } from '../../../server/doors/catalogue.ts'
import { createHolders } from '../../../server/doors/holders.ts'
import { readEnv } from '../../../server/env.ts'
import { newId } from '../../../server/store/new-id.ts'
import { openPool, sharedPool } from '../../../server/store/pool.ts'
import { PostgresStore } from '../../../server/store/postgres.ts'
import { createOutgoing } from '../../../server/wiring/outgoing.ts'
import { createPorts } from '../../../server/wiring/ports.ts'

// The product's coordinator without its doors: the same store, commands, reactions and job worker on a real PostgreSQL.
// Agents are functions where the product has its HTTP client.

const lanePoolSize = 6

export type Verdict = DeliveryTry<Completion>['verdict']
/** An agent that is a function: what it answers to a message. */
export type PlayAgent = (message: WebhookMessage) => Promise<Verdict>

/** Opens a coordinator on a migrated database; `play` is every agent. Errors inside it are kept: a run that had one is wrong. */
export async function openCoordinator(url: string, play: PlayAgent) {
  // The same for a database whenever it is opened again: what lies in it is sealed with this.
  const secret = createHash('sha256').update(url).digest('base64url')
  const read = readEnv({ DATABASE_URL: url, MUSTER_SECRET: secret, MUSTER_CREW: 'off' })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const { env } = read
  const ports = createPorts(env)
  const keys = {
    publicUrl: env.url,
    attemptKey: tokenKey(env.secret, 'attempt'),
    linkKey: tokenKey(env.secret, 'link'),
  }
  const bugs: string[] = []
  const onBug = (error: unknown, what: string) => bugs.push(`${what}: ${error}`)
  const pool = sharedPool(url)
  const lanePool = openPool(url, lanePoolSize, true)
  const store = new PostgresStore({ pool: lanePool, process: randomUUID(), newId })
  const runner = createRunner({ store, ports, reactions: { react, finish }, onBug })
  const { worker, verify, comparing, egress } = createOutgoing({
    ...{ env, store, runner, ports, keys, onBug },
    version: 'bench',
    holders: createHolders(),
    now: Date.now,
    deliver: async (message) => ({
      requestHeaders: {},
      durationMs: 1,
      verdict: message.type === 'agent.ping' ? challengeIn(message) : await play(message),
    }),
  })
  const catalogue = createCatalogue(runner, { verify, replay: () => Promise.reject(new Error('nothing is replayed')) })
  const owner = await ownerOf(url)
  const command = async <N extends CommandName, R>(name: N, input: CommandInput<N>): Promise<R> => {
    const answer = await catalogue[name](commandInputs[name].parse(input) as never, owner.actor, randomUUID())
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`)
    return answer.result as R
  }
  worker.start()
  return {
    pool,
    store,
    runner,
    keys,
    bugs,
    command,
    workspaceId: owner.workspaceId,
    async close() {
      await worker.stop()
      await runner.idle()
      await Promise.all([comparing.close(), egress.close(), lanePool.end(), pool.end()])
    },
  }
}
export type Coordinator = Awaited<ReturnType<typeof openCoordinator>>

function challengeIn({ body }: WebhookMessage): Verdict {
  const { data } = JSON.parse(body) as { data: { challenge: string } }
  return { kind: 'challenge', value: data.challenge }
}

/** The first owner with a workspace, made as the product makes them unless they are there, and as whom the bench gives its commands. */
async function ownerOf(url: string): Promise<{ actor: Actor; workspaceId: string }> {
  const pool = sharedPool(url)
  await createFirstOwner(pool, {
    email: 'owner@bench.example',
    name: 'Owner',
    workspaceName: 'Bench',
    password: null,
    token: null,
  })
  const { rows } = await pool.query<{ userId: string; workspaceId: string }>(
    `SELECT "userId", "workspaceId" FROM member WHERE role = 'owner'`,
  )
  const actor: Actor = {
    kind: 'member',
    userId: rows[0]?.userId ?? '',
    via: 'session',
    credentialId: 'bench',
    workspaceId: null,
  }
  return { actor, workspaceId: rows[0]?.workspaceId ?? '' }
}
