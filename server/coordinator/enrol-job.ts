import { createGoal } from '../commands/goal/create.ts'
import { attachFile } from '../commands/room/file.ts'
import type { Runner } from '../commands/run.ts'
import { commandInputs } from '../contract/commands.ts'
import type { GoalInput } from '../domain/goal.ts'
import { type Actor, coordinatorActor } from '../domain/permission.ts'
import { planBy } from '../domain/playbooks.ts'
import type { Job } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { JobHandler } from './jobs.ts'

/** The guided example: a goal and the documents it is made from. */
export type Example = {
  title: string
  brief: string
  acceptance: string[]
  files: { name: string; mediaType: string; text: string }[]
}

export type EnrolDeps = {
  store: Store
  runner: Runner
  unseal: (sealed: string) => string
  /** Gives the crew its secrets, as an owner puts them into an agent's settings. Answers whether it took them. */
  enrol: (
    workspaceId: string,
    agents: { name: string; agentId: string; secret: string; token: string }[],
  ) => Promise<boolean>
  verify: (agentId: string, actor: Actor) => Promise<unknown>
  example: Example
  /** Tries a job again at a moment, Unix milliseconds. */
  again: (job: Job, at: number) => void
  now: () => number
}

/** In the example a worker that goes silent is noticed after this long. */
const exampleLeaseSeconds = 12
const retryMs = 1500
const rehearsal =
  'Rehearsal: the first worker on this task goes silent on purpose, so that you see how it is noticed and who takes over.'

type Payload = {
  agents: { name: string; agentId: string; secret: string; token: string }[]
  agentIds: string[]
  roomId: string
  userId: string
}

/** Sets the starter crew up and brings the guided example into its room. */
export function createEnroller(deps: EnrolDeps): JobHandler {
  const { store, runner } = deps
  return async (job) => {
    const { agents, agentIds, roomId, userId } = job.payload as Payload
    if (agents.length > 0) {
      const plain = agents.map((agent) => ({
        ...agent,
        secret: deps.unseal(agent.secret),
        token: deps.unseal(agent.token),
      }))
      if (!(await deps.enrol(job.laneId, plain))) return deps.again(job, deps.now() + retryMs)
    }
    for (const agentId of agentIds) await deps.verify(agentId, coordinatorActor)
    await bringExample(runner, deps.example, roomId, {
      kind: 'member',
      userId,
      via: 'session',
      credentialId: 'guided example',
      workspaceId: null,
    })
    await store.endJob(job.id, 'done')
  }
}

async function bringExample(runner: Runner, example: Example, roomId: string, actor: Actor) {
  const inputs: GoalInput[] = []
  for (const file of example.files) {
    const attached = await runner.run(
      attachFile,
      { roomId, name: file.name, mediaType: file.mediaType, text: file.text },
      actor,
      `example ${roomId} ${file.name}`,
    )
    if (attached.ok)
      inputs.push({ id: attached.result.fileId, name: file.name, mediaType: file.mediaType, sha256: '', size: 0 })
  }
  const { title, brief, acceptance } = example
  const plan = planBy('research-brief', { title, brief, acceptance, inputs, items: [], deliverable: null })
  const input = commandInputs['goal.create'].parse({
    roomId,
    title,
    brief,
    acceptance,
    inputs: inputs.map((one) => one.id),
    deliverable: { kind: 'document', name: title },
    clocks: { leaseSeconds: exampleLeaseSeconds },
    plan: {
      deliverable: plan.deliverable,
      tasks: plan.tasks.map(({ assignee: _, output, inputs: files, ...task }, i) => ({
        ...task,
        ...(i === 0 ? { brief: `${task.brief}\n\n${rehearsal}` } : {}),
        ...(output ? { output } : {}),
        ...(files ? { inputs: files } : {}),
      })),
    },
  })
  await runner.run(createGoal, input, actor, `example ${roomId} goal`)
}
