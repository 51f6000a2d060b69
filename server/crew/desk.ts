import { attemptClient, NoLongerOurs, Refused } from './attempt-client.ts'
import { type Bench, type Delivery, type Job, Passing, Unfit } from './craft.ts'
import type { ModelAccess } from './env.ts'
import { loadInputs } from './inputs.ts'
import { openModel } from './model.ts'
import { isRehearsed, rehearse } from './rehearsal.ts'
import type { CrewName } from './roster.ts'
import type { Assignment, Citation } from './wire.ts'
import { work } from './work.ts'

type Settings = { musterUrl: string; model: ModelAccess | null; log: (line: string) => void }

/** Where attempts are worked on: as many at once as the coordinator hands out, which is never more than the agent takes. */
export type Desk = {
  start(assignment: Assignment, name: CrewName): void
  stop(attemptId: string): void
  /** Resolves when no attempt is open. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** How long saying goodbye may take; the launcher gives the crew 3 s to end. */
const farewellMs = 2000

class ShuttingDown extends Passing {}

/** Takes the crew's settings; returns a desk. A stopped attempt falls silent; closing the desk hands the open ones back. */
export function openDesk({ musterUrl, model, log }: Settings): Desk {
  const running = new Map<string, { stop: AbortController; done: Promise<void> }>()

  async function run(assignment: Assignment, name: CrewName, stop: AbortController): Promise<void> {
    const client = attemptClient(assignment, stop.signal)
    let progress = 0
    const beat = setInterval(async () => {
      try {
        const answer = await client.heartbeat(progress)
        if (isCancelled(answer)) stop.abort(new NoLongerOurs())
      } catch (error) {
        if (error instanceof NoLongerOurs) stop.abort(error)
      }
    }, assignment.attempt.heartbeatSeconds * 1000)
    try {
      await client.activity('thought', `Starting on “${assignment.task.title}”`, 0).catch(ignoreIfPassing)
      const inputs = await loadInputs(assignment, musterUrl, stop.signal)
      const job: Job = { goal: assignment.goal, task: assignment.task, history: assignment.history, inputs }
      const thinking = model ? openModel(model, stop.signal) : null
      const bench: Bench = {
        ask: thinking?.ask ?? null,
        async say(type, line, share) {
          progress = Math.round(share * 100) / 100
          await client.activity(type, line.slice(0, 300), progress).catch(ignoreIfPassing)
          stop.signal.throwIfAborted()
        },
      }
      const delivery = await work(name, job, bench)
      await handIn(client, delivery, thinking?.tokensUsed() ?? 0)
    } catch (error) {
      await giveUp(assignment, error)
    } finally {
      clearInterval(beat)
      running.delete(assignment.attempt.id)
    }
  }

  /** The planned disturbance of a rehearsal: taken up, then neither a heartbeat nor a result, until somebody takes it away. */
  async function keepSilent(assignment: Assignment, _name: CrewName, stop: AbortController): Promise<void> {
    try {
      await rehearse(attemptClient(assignment, stop.signal), stop.signal)
    } catch (error) {
      await giveUp(assignment, error)
    } finally {
      running.delete(assignment.attempt.id)
    }
  }

  /** Says why there is no result. An attempt that is no longer ours gets no word: nobody would hear it. */
  async function giveUp(assignment: Assignment, error: unknown): Promise<void> {
    const stopped = running.get(assignment.attempt.id)?.stop.signal
    const cause: unknown = stopped?.aborted ? stopped.reason : error
    if (cause instanceof NoLongerOurs) return
    const client = attemptClient(assignment, AbortSignal.timeout(farewellMs))
    const reason = cause instanceof Error ? cause.message : String(cause)
    log(`attempt ${assignment.attempt.id}: ${reason}`)
    const farewell =
      cause instanceof Unfit
        ? client.decline(reason)
        : client.fail(cause instanceof ShuttingDown ? 'shutting_down' : 'agent_error', reason, cause instanceof Passing)
    // When even this cannot be said, the lease runs out and the coordinator notices by itself.
    await farewell.catch((failure: unknown) =>
      log(`attempt ${assignment.attempt.id}: could not say so: ${String(failure)}`),
    )
  }

  return {
    start(assignment, name) {
      const { id } = assignment.attempt
      if (running.has(id)) return
      const entry = { stop: new AbortController(), done: Promise.resolve() }
      running.set(id, entry)
      entry.done = (isRehearsed(assignment) ? keepSilent : run)(assignment, name, entry.stop)
    },
    stop: (attemptId) => running.get(attemptId)?.stop.abort(new NoLongerOurs()),
    async settled() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done))
    },
    async close() {
      const open = [...running.values()]
      for (const { stop } of open) stop.abort(new ShuttingDown('the crew is shutting down; another may take this'))
      await this.settled()
    },
  }
}

async function handIn(client: ReturnType<typeof attemptClient>, delivery: Delivery, tokens: number): Promise<void> {
  const { artifact, response, sources } = delivery
  await client.artifact(artifact.id, artifact.name, artifact.parts)
  const usage = tokens > 0 ? { usage: { tokens } } : {}
  const completion = {
    response: response.slice(0, 4000),
    artifactIds: [artifact.id],
    sources: withinBody(sources),
    ...usage,
  }
  try {
    await client.complete(completion)
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 422) throw error
    // One correction is allowed. What can be wrong with the shape is the sources: keep those that are plainly sound.
    const sound = completion.sources
      .filter(({ inputId, versionId, quote }) => (inputId ?? versionId) && quote && quote.length <= 2000)
      .slice(0, 100)
    await client.complete({ ...completion, response: response.slice(0, 1000), sources: sound })
  }
}

/** As many sources as one call may have: 500, in a body of 256 KiB. */
function withinBody(sources: readonly Citation[]): Citation[] {
  let size = 0
  return sources.slice(0, 500).filter((source) => {
    size += Buffer.byteLength(JSON.stringify(source)) + 1
    return size <= 200 * 1024
  })
}

/** A line nobody could take down is no reason to stop working; an attempt that is gone is. */
function ignoreIfPassing(error: unknown): void {
  if (error instanceof NoLongerOurs) throw error
}

function isCancelled(answer: unknown): boolean {
  return answer !== null && typeof answer === 'object' && 'cancelRequested' in answer && answer.cancelRequested === true
}
