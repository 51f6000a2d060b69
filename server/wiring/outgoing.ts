import { join } from 'node:path'
import { createEgress } from '../adapters/egress.ts'
import { parseCsv } from '../adapters/files/csv.ts'
import { readFile } from '../adapters/files/read-file.ts'
import { createChat } from '../adapters/llm.ts'
import { type DeliveryTry, deliverWebhook } from '../adapters/webhook/deliver.ts'
import type { Ports } from '../commands/kit.ts'
import type { Runner } from '../commands/run.ts'
import type { Completion } from '../contract/commands/room.ts'
import { completionReport } from '../contract/reports.ts'
import { createDeliverer, type Send, secretsOf, traceOf, webhookId } from '../coordinator/deliver-job.ts'
import { createEnroller } from '../coordinator/enrol-job.ts'
import { createExpander } from '../coordinator/expand-job.ts'
import { createJobWorker, type JobWorker } from '../coordinator/jobs.ts'
import { createJudge } from '../coordinator/judge-job.ts'
import { createPlanner } from '../coordinator/plan-job.ts'
import { createReconciler } from '../coordinator/reconcile-job.ts'
import { type AssignmentKeys, completeAssignment } from '../doors/assignments.ts'
import type { Holders } from '../doors/holders.ts'
import { createVerifier } from '../doors/verify.ts'
import type { Env } from '../env.ts'
import type { Store } from '../store/store.ts'
import { createCompareThread } from './compare-thread.ts'
import { readExample } from './example.ts'

export type OutgoingDeps = {
  env: Env
  version: string
  store: Store
  runner: Runner
  ports: Ports
  holders: Holders
  keys: AssignmentKeys
  /** How a message reaches an agent; by HTTP unless somebody brings agents along. */
  deliver?: ReturnType<typeof deliverWebhook<Completion>>
  now: () => number
  onBug: (error: unknown, what: string) => void
}

/** Everything that leaves this process after a commit: deliveries, tests of addresses, judgements, the crew's enrolment. */
export function createOutgoing(deps: OutgoingDeps) {
  const { env, store, runner, ports, keys, now, onBug } = deps
  const egress = createEgress({
    allow: [...env.egressAllow, ...[env.crew?.url, env.llm?.baseUrl].flatMap((url) => (url ? [hostAndPort(url)] : []))],
  })
  const deliver = deps.deliver ?? deliverWebhook<Completion>({ egress, now, validateCompleted: completionOf })
  const verify = createVerifier({
    runner,
    now,
    ping: async (agent, { id, body }) => {
      const sentAt = now()
      const secrets = secretsOf(agent, { unseal: ports.unseal }, sentAt)
      const message = {
        id: webhookId(id),
        type: 'agent.ping',
        url: agent.url ?? '',
        body,
        secrets,
        version: deps.version,
        traceparent: traceOf(id, id),
      }
      const tried = await deliver(message)
      return {
        challenge: tried.verdict.kind === 'challenge' ? tried.verdict.value : null,
        record: { sentAt, ...kept(tried) },
      }
    },
  })
  const send: Send = async (message) => {
    const tried = await deliver({ ...message, version: deps.version })
    return { ...kept(tried), verdict: verdictOf(tried.verdict) }
  }
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
        handing: deps.holders.note,
        complete: (assignment, agent) => completeAssignment(assignment, agent.id, keys),
        random: Math.random,
      }),
      judge: createJudge({ store, runner, ports, parseCsv, textOf }),
      plan: env.llm
        ? createPlanner({ store, runner, model: env.llm.model, ask: createChat(egress, env.llm) })
        : (job) => store.endJob(job.id, 'no model is set up'),
      expand: createExpander({ store, runner, parseCsv, textOf }),
      reconcile: createReconciler({ store, runner, compare: comparing.compare, textOf }),
      enrol: createEnroller({
        store,
        runner,
        verify,
        again,
        now,
        unseal: ports.unseal,
        example: readExample(join(import.meta.dirname, '..', 'crew', 'examples')),
        enrol: async (workspaceId, agents) => {
          if (!env.crew) return false
          const answer = await egress.request({
            url: `${env.crew.url}/enrol`,
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${env.crew.token}` },
            body: JSON.stringify({ workspaceId, agents }),
          })
          return answer.kind === 'response' && answer.status < 300
        },
      }),
    },
  })
  return { egress, worker, verify, comparing }
}

/** What the operator set up may be reached wherever it is. */
const hostAndPort = (url: string): string => {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}

type Tried = DeliveryTry<Completion>
const kept = (tried: Omit<Tried, 'verdict'>) => ({
  requestHeaders: tried.requestHeaders,
  status: tried.status ?? null,
  responseHeaders: tried.responseHeaders ?? null,
  responseBody: tried.responseBody ?? null,
  durationMs: Math.round(tried.durationMs),
  errorClass: tried.errorClass ?? null,
  reason: tried.reason ?? null,
})

function verdictOf(verdict: Tried['verdict']): Awaited<ReturnType<Send>>['verdict'] {
  if (verdict.kind === 'completed') return { kind: 'completed', completion: verdict.payload }
  if (verdict.kind === 'invalid')
    return { kind: 'invalid', errors: verdict.errors.map((message) => ({ path: '', message })) }
  return verdict.kind === 'challenge' ? { kind: 'delivered' } : verdict
}

/** The completion that came in the answer to a delivery, or what is wrong with it. */
function completionOf(payload: Record<string, unknown>) {
  const { status: _, ...rest } = payload
  const parsed = completionReport.safeParse(rest)
  if (parsed.success) return { ok: true as const, payload: parsed.data }
  return { ok: false as const, errors: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
}

function textOf({ name, mediaType, bytes }: { name: string; mediaType: string; bytes: Uint8Array }): string | null {
  const read = readFile({ name, declaredType: mediaType, bytes })
  return 'refusal' in read ? null : read.text
}
