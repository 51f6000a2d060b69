import type { Completion } from '../contract/commands/room.ts'
import type { Assignment } from '../domain/assignment.ts'
import type { Answer, Message, Script, ScriptedAgent } from './scripted-agent.ts'

const second = 1000
export const accepted: Answer = { status: 202, body: { status: 'accepted' } }
export const delivered: Answer = { status: 200 }

/** What the schema of a task asks for: a judgement where one is wanted, else a number, or two. */
export function inShape(schema: unknown, value: number): object {
  const asked = JSON.stringify(schema)
  if (asked.includes('"verdict"'))
    return { verdict: value % 2 === 0 ? 'request_changes' : 'approve', reasons: 'It says when, not why.' }
  return asked.includes('"year"') ? { value, year: 1700 + value } : { value }
}

/** A result that passes the checks: the schema's when there is one, else prose that no other attempt wrote. */
export function resultOf({ task, attempt }: Assignment, by: string): Partial<Completion> {
  const { schema } = task.output
  if (schema !== undefined)
    return { artifacts: [{ name: 'result.json', parts: [{ data: inShape(schema, attempt.number) }] }] }
  const text = `## ${task.title}\n\nRivers carry sand to the sea; ${by} measured it on try ${attempt.number} and found ${attempt.number * 7} tonnes.`
  return { artifacts: [{ name: 'result.md', parts: [{ text, mediaType: 'text/markdown' }] }] }
}

/** Answers hand-outs by `onRequest` and takes every other message with 200. */
export const onRequest =
  (answer: (job: Assignment, agent: ScriptedAgent, message: Message) => Answer): Script =>
  (message, agent) => {
    if (message.type === 'attempt.requested') return answer(message.data as Assignment, agent, message)
    return delivered
  }

/** Does the work as it should be done: progress, result, and one correction when the shape was wrong. */
export async function work(agent: ScriptedAgent, job: Assignment, takes = 20 * second): Promise<void> {
  const { id } = job.attempt
  await pause(agent, takes / 2)
  const going = await agent.post(id, { type: 'thought', body: `half way with ${job.task.title}`, progress: 0.5 })
  if (!going.ok) return
  await pause(agent, takes / 2)
  await agent.complete(id, resultOf(job, agent.name))
}
export const pause = (agent: ScriptedAgent, ms: number) => new Promise<void>((resolve) => agent.later(ms, resolve))

/** A step each minute, or as often as the lease asks for, over a part of the time to the deadline; false when stopped. */
async function plod(agent: ScriptedAgent, job: Assignment, part: number): Promise<boolean> {
  const { id, deadline, leaseSeconds } = job.attempt
  const every = Math.min(60, (leaseSeconds * 2) / 3) * second
  const steps = Math.round(((Date.parse(deadline) - agent.now()) * part) / every)
  for (let step = 1; step <= steps; step++) {
    await pause(agent, every)
    const going = await agent.post(id, { type: 'thought', body: `step ${step}`, progress: step / (steps + 1) })
    if (!going.ok) return false
  }
  return true
}

/** Signs of life until one is refused. */
export const beat = (agent: ScriptedAgent, attemptId: string, every: number, until: number) => {
  if (agent.now() > until) return
  agent.later(every, async () => {
    const answer = await agent.heartbeat(attemptId)
    if (answer.ok) beat(agent, attemptId, every, until)
  })
}

/** How agents behave, by name: the honest one and the faults of reliability.md (b). */
export const scripts = {
  honest: onRequest((job, agent) => {
    void work(agent, job)
    return accepted
  }),
  /** Answers 2xx and never takes the task up (F02). */
  silent: () => delivered,
  /** Never reached (F01). */
  dead: () => 'unreachable',
  failing: () => ({ status: 500 }),
  /** Takes it up, then nothing (F03). */
  vanishing: onRequest(() => accepted),
  /** Alive for ever, without progress (F04). */
  beating: onRequest((job, agent) => {
    beat(
      agent,
      job.attempt.id,
      job.attempt.heartbeatSeconds * second,
      Date.parse(job.attempt.deadline) + 30 * 60 * second,
    )
    return accepted
  }),
  /** Slow but healthy: progress each minute for 25 minutes (F05). */
  slow: onRequest((job, agent) => {
    void (async () => {
      if (await plod(agent, job, 25 / 30)) await agent.complete(job.attempt.id, resultOf(job, agent.name))
    })()
    return accepted
  }),
  declining: onRequest((_job, _agent, { tryNumber }) =>
    tryNumber % 2 === 0
      ? { status: 422, body: { reason: 'not my field' } }
      : { status: 200, body: { status: 'declined', reason: 'busy' } },
  ),
  erring: onRequest((job, agent) => {
    agent.later(5 * second, () => void agent.fail(job.attempt.id, { message: 'my model is down' }))
    return accepted
  }),
  hopeless: onRequest((job, agent) => {
    agent.later(5 * second, () => void agent.fail(job.attempt.id, { message: 'cannot ever', retryable: false }))
    return accepted
  }),
  throttling: (message) =>
    message.type === 'attempt.requested' ? { status: 429, headers: { 'retry-after': '30' } } : delivered,
  /** Asks for quiet for longer than any attempt may last. */
  resting: (message) =>
    message.type === 'attempt.requested' ? { status: 503, headers: { 'retry-after': '604800' } } : delivered,
  /** The wrong shape first, the right one when told (F31). */
  careless: onRequest((job, agent) => {
    agent.later(5 * second, async () => {
      const wrong = await agent.complete(job.attempt.id, { artifacts: [{ parts: [{ data: { value: 'seven' } }] }] })
      if (!wrong.ok && wrong.code === 'invalid') await agent.complete(job.attempt.id, resultOf(job, agent.name))
    })
    return accepted
  }),
  /** The wrong shape for ever. */
  shapeless: onRequest((job, agent) => {
    agent.later(5 * second, async () => {
      for (let i = 0; i < 3; i++)
        await agent.complete(job.attempt.id, { artifacts: [{ parts: [{ text: 'not JSON at all' }] }] })
    })
    return accepted
  }),
  /** Nothing but a claim (F34). */
  empty: onRequest((job, agent) => {
    agent.later(5 * second, () => void agent.complete(job.attempt.id, { response: 'Done.' }))
    return accepted
  }),
  /** Says everything twice, in the same moment (F09, F11). */
  doubled: onRequest((job, agent) => {
    agent.later(5 * second, () => {
      const key = `twice ${job.attempt.id}`
      void agent.complete(job.attempt.id, resultOf(job, agent.name), key)
      void agent.complete(job.attempt.id, resultOf(job, agent.name), key)
      agent.later(2 * second, () => void agent.complete(job.attempt.id, resultOf(job, agent.name)))
      agent.later(3 * second, () => void agent.heartbeat(job.attempt.id))
    })
    return accepted
  }),
  /** Comes back with a result long after it lost the task (F07). */
  late: onRequest((job, agent) => {
    agent.later(150 * second, () => {
      void agent.heartbeat(job.attempt.id)
      void agent.complete(job.attempt.id, resultOf(job, agent.name))
    })
    return accepted
  }),
  /** A result without a word before it (F12). */
  abrupt: onRequest((job, agent) => {
    agent.later(100, () => void agent.complete(job.attempt.id, resultOf(job, agent.name)))
    return delivered
  }),
  gone: () => ({ status: 410 }),
  /** The whole result in the answer to the delivery. */
  instant: onRequest((job, agent) => ({ status: 200, body: { status: 'completed', ...resultOf(job, agent.name) } })),
  /** The same bytes again, whatever anybody says (F39). */
  stubborn: onRequest((job, agent) => {
    const text = 'The tide comes in twice a day; nobody in this harbour has ever measured it twice.'
    agent.later(5 * second, () => void agent.complete(job.attempt.id, { artifacts: [{ parts: [{ text }] }] }))
    return accepted
  }),
  /** Asks a person and goes on when answered (F18). */
  asking: (message, agent) => {
    if (message.type === 'attempt.requested') {
      const job = message.data as Assignment
      agent.later(
        2 * second,
        () => void agent.post(job.attempt.id, { type: 'elicitation', body: 'Which year?', options: ['2025', '2026'] }),
      )
      return accepted
    }
    const { attempt } = message.data as { attempt?: string }
    const job = message.type === 'attempt.prompted' ? agent.assignments.get(attempt ?? '') : undefined
    if (job) void work(agent, job, 4 * second)
    return delivered
  },
  /** Always at it, never done: runs past the deadline with a draft on the table (F06). */
  endless: onRequest((job, agent) => {
    void (async () => {
      await agent.save(job.attempt.id, 'draft', { parts: [{ text: 'What there is so far.' }] })
      await plod(agent, job, 35 / 30)
    })()
    return accepted
  }),
  /** Leaves drafts and a plan, asks leave for a risky step, then dies (F06, F90). */
  drafting: onRequest((job, agent) => {
    agent.later(5 * second, async () => {
      await agent.save(job.attempt.id, 'draft', { parts: [{ text: 'A first half of the work.' }] })
      await agent.askLeave(job.attempt.id, 'rm -r build')
    })
    return accepted
  }),
} satisfies Record<string, Script>

export type ScriptName = keyof typeof scripts
