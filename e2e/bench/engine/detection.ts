import type { CommandInput } from '../../../server/contract/commands.ts'
import type { FailureClass } from '../../../server/domain/attempt.ts'
import { now, type Spread, spreadOf } from '../measure.ts'
import type { Coordinator, Verdict } from './coordinator.ts'

// How long a failure stays unnoticed: tasks that are made to fail, class by class, while others work beside them.

type Clocks = NonNullable<CommandInput<'goal.create'>['clocks']>
type Fault = { clocks: Clocks; verdict: Verdict; byClock: boolean }

/** What goes wrong, by class. Those with a clock are counted from when it ran out, the others from the agent's answer. */
const faults: Partial<Record<FailureClass, Fault>> = {
  no_ack: { clocks: { acceptSeconds: 2 }, verdict: { kind: 'delivered' }, byClock: true },
  lost: { clocks: { leaseSeconds: 2 }, verdict: { kind: 'accepted' }, byClock: true },
  stalled: { clocks: { leaseSeconds: 90, progressSeconds: 2 }, verdict: { kind: 'accepted' }, byClock: true },
  timed_out: { clocks: { leaseSeconds: 90, attemptSeconds: 3 }, verdict: { kind: 'accepted' }, byClock: true },
  unreachable: { clocks: { acceptSeconds: 1 }, verdict: { kind: 'failed' }, byClock: false },
  declined: { clocks: {}, verdict: { kind: 'declined', reason: 'not now' }, byClock: false },
  throttled: { clocks: {}, verdict: { kind: 'throttled', retryAfterMs: 1000 }, byClock: false },
  failed_checks: { clocks: {}, verdict: { kind: 'completed', payload: { response: 'TODO' } }, byClock: false },
}
const prefix = 'fault-'

export type Detection = { class: string; clockSeconds: number | null; delay: Spread }

/** Plays agents that fail as the task's key says, and measures when that is noticed. */
export function createDetection(coordinator: () => Coordinator) {
  const answeredAt = new Map<string, number>()

  /** The answer to a task that is made to fail; null for any other. */
  function answerTo(key: string, attemptId: string): Verdict | null {
    if (!key.startsWith(prefix)) return null
    const failure = key.slice(prefix.length).replace(/-\d+$/, '').replaceAll('-', '_') as FailureClass
    const fault = faults[failure]
    if (!fault) return null
    answeredAt.set(attemptId, now())
    return fault.verdict
  }

  /** Starts `each` tasks of every class in a room and answers, class by class, how late their failures were committed. */
  async function run({ roomId, each }: { roomId: string; each: number }): Promise<Detection[]> {
    const { command, store } = coordinator()
    const classes = Object.entries(faults)
    const delays = new Map<string, number[]>(classes.map(([failure]) => [failure, []]))
    const all = new Promise<void>((resolve) => {
      const stop = store.onCommit(({ laneId, events }) => {
        if (laneId !== roomId) return
        for (const { type, data } of events) {
          if (type !== 'attempt.failed') continue
          const from = typeof data.dueAt === 'number' ? data.dueAt : answeredAt.get(String(data.attemptId))
          delays.get(String(data.class))?.push(now() - (from ?? Number.NaN))
        }
        if ([...delays.values()].some((list) => list.length < each)) return
        stop()
        resolve()
      })
    })
    for (const [failure, { clocks }] of classes)
      await command('goal.create', {
        roomId,
        title: `Tasks that end as ${failure}`,
        brief: 'Each of them goes wrong in the same way.',
        plan: {
          tasks: Array.from({ length: each }, (_, i) => ({
            key: `${prefix}${failure.replaceAll('_', '-')}-${i + 1}`,
            title: `${failure} ${i + 1}`,
            brief: 'Goes wrong.',
            skills: ['step'],
          })),
        },
        clocks: { ...clocks, attemptsPerTask: 1 },
        autonomy: 'run',
      })
    await all
    return classes.map(([failure, { clocks, byClock }]) => ({
      class: failure,
      clockSeconds: byClock ? (Object.values(clocks).at(-1) ?? null) : null,
      delay: spreadOf(delays.get(failure) ?? []),
    }))
  }

  return { answerTo, run }
}
