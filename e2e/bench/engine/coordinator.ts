import { randomBytes, randomUUID } from 'node:crypto'
import { createFirstOwner } from '../../../server/auth/first-owner.ts'
import { tokenKey } from '../../../server/auth/tokens.ts'
import { createRunner } from '../../../server/commands/run.ts'
import { type CommandInput, type CommandName, commandInputs } from '../../../server/contract/commands.ts'
import { createDeliverer, type Send } from '../../../server/coordinator/deliver-job.ts'
import { createExpander } from '../../../server/coordinator/expand-job.ts'
import { finish } from '../../../server/coordinator/finish.ts'
import { createJobWorker, type JobWorker } from '../../../server/coordinator/jobs.ts'
import { createJudge } from '../../../server/coordinator/judge-job.ts'
import { react } from '../../../server/coordinator/react.ts'
import { createReconciler } from '../../../server/coordinator/reconcile-job.ts'
import type { Actor } from '../../../server/domain/permission.ts'
import { completeAssignment } from '../../../server/doors/assignments.ts'
import { createCatalogue } from '../../../server/doors/catalogue.ts'
import { createVerifier } from '../../../server/doors/verify.ts'
import { readEnv } from '../../../server/env.ts'
import { openPool, sharedPool } from '../../../server/store/pool.ts'
import { PostgresStore } from '../../../server/store/postgres.ts'
import { createCompareThread } from '../../../server/wiring/compare-thread.ts'
import { createPorts } from '../../../server/wiring/ports.ts'

// The product's coordinator without its doors: the same store, commands, reactions and job worker on a real PostgreSQL.
// Agents are functions where the product has its HTTP client.

const lanePoolSize = 6
const never = async () => 'not part of this'

/** Opens a coordinator on a migrated database; `send` plays every agent. Errors inside it are kept: a run that had one is wrong. */
export async function openCoordinator(url: string, send: Send) {
  const read = readEnv({ DATABASE_URL: url, MUSTER_SECRET: randomBytes(32).toString('base64url'), MUSTER_CREW: 'off' })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const ports = createPorts(read.env)
  const keys = {
    publicUrl: read.env.url,
    attemptKey: tokenKey(read.env.secret, 'attempt'),
    linkKey: tokenKey(read.env.secret, 'link'),
  }
  const bugs: string[] = []
  const onBug = (error: unknown, what: string) => bugs.push(`${what}: ${error}`)
  const pool = sharedPool(url)
  const lanePool = openPool(url, lanePoolSize, true)
  const store = new PostgresStore({ pool: lanePool, process: randomUUID(), newId: randomUUID })
  const runner = createRunner({ store, ports, reactions: { react, finish }, onBug })
  const now = Date.now
  const textOf = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes)
  const parseCsv = () => ({ header: [], rows: [] })
  const comparing = createCompareThread()
  const again: JobWorker['runAgainAt'] = (job, at) => worker.runAgainAt(job, at)
  const worker = createJobWorker({
    store,
    runner,
    onBug,
    handlers: {
      deliver: createDeliverer({
        store,
        runner,
        send,
        again,
        now,
        unseal: ports.unseal,
        complete: (assignment, agent) => completeAssignment(assignment, agent.id, keys),
        random: Math.random,
      }),
      judge: createJudge({ store, runner, ports, parseCsv, textOf }),
      expand: createExpander({ store, runner, parseCsv, textOf }),
      reconcile: createReconciler({ store, runner, compare: comparing.compare, textOf }),
      plan: async (job) => store.endJob(job.id, await never()),
      enrol: async (job) => store.endJob(job.id, await never()),
    },
  })
  const verify = createVerifier({
    runner,
    now,
    ping: async (_, { body }) => ({
      challenge: (JSON.parse(body) as { data: { challenge: string } }).data.challenge,
      record: unsent(now()),
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
    bugs,
    command,
    workspaceId: owner.workspaceId,
    async close() {
      await worker.stop()
      await runner.idle()
      await Promise.all([lanePool.end(), pool.end()])
    },
  }
}
export type Coordinator = Awaited<ReturnType<typeof openCoordinator>>

/** The first owner with a workspace, made as the product makes them, and as whom the bench gives its commands. */
async function ownerOf(url: string): Promise<{ actor: Actor; workspaceId: string }> {
  const pool = sharedPool(url)
  const made = await createFirstOwner(pool, {
    email: 'owner@bench.example',
    name: 'Owner',
    workspaceName: 'Bench',
    password: null,
    token: null,
  })
  if (!made.ok) throw new Error('this database has an owner already')
  const { rows } = await pool.query<{ userId: string }>('SELECT "userId" FROM member')
  const actor: Actor = {
    kind: 'member',
    userId: rows[0]?.userId ?? '',
    via: 'session',
    credentialId: 'bench',
    workspaceId: null,
  }
  return { actor, workspaceId: made.workspaceId }
}

/** What is kept of a message that went to a function instead of over a wire. */
export const unsent = (sentAt: number) => ({
  sentAt,
  requestHeaders: {},
  status: 200,
  responseHeaders: {},
  responseBody: '',
  durationMs: 1,
  errorClass: null,
  reason: null,
})
