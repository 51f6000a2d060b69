import { setTimeout as pause } from 'node:timers/promises'
import type { LogEvent } from '../contract/events.ts'
import type { ScorecardView } from '../contract/scorecard.ts'
import type { RoomSnapshot } from '../contract/snapshot.ts'
import { failureClasses } from '../domain/attempt.ts'
import { castLabel, conditionTitles, drillSkill } from '../domain/drill.ts'
import { isEnded } from '../domain/goal.ts'
import type { Figure } from '../domain/scorecard/figure.ts'
import { type Cast, isPlayed, type Part } from './cast.ts'
import type { Condition, Desk, Expectation } from './condition.ts'
import { Log } from './log.ts'
import { type Person, Refused } from './person.ts'

/** Where and how a condition is played. */
export type Terms = {
  workspaceId: string
  roomId: string
  seed: number
  /** Without it every failure goes to a person, who does not help: what recovery is worth is the difference. */
  recovery: boolean
  /** The user's own agents that play beside the scripted ones. */
  beside: readonly string[]
}
export type Verdict = { says: string; ok: boolean; seqs: number[] }
export type Played = {
  condition: string
  roomId: string
  goalId: string
  recovery: boolean
  status: string
  seconds: number
  verdicts: Verdict[]
  figures: Figure[]
}

const clocks = { acceptSeconds: 4, leaseSeconds: 3, progressSeconds: 10, attemptSeconds: 25, taskSeconds: 60 }
const withoutRecovery = Object.fromEntries(failureClasses.map((name) => [name, { action: 'ask_person' as const }]))
const everyMs = 250
/** Looked so often without an event, and with nothing open, nothing more is to be expected: looks, since a server that stood still for a while is not a quiet room. */
const quietLooks = 10
const atMostMs = 120_000

/** Plays a condition once in a room of its own and says what was seen of what was expected. */
export async function play(person: Person, cast: Cast, condition: Condition, terms: Terms): Promise<Played> {
  const since = performance.now()
  const { roomId, recovery, beside } = terms
  const part = cast.part(condition, terms.seed, beside.length > 0 ? 'awaited' : 'none')
  const hired = await hire(person, cast, part, terms)
  try {
    if (condition.actionRules)
      await person.command('room.update', { roomId, actionRules: condition.actionRules, actionPolicy: 'ask' })
    const { goalId } = await person.command<{ goalId: string }>('goal.create', {
      ...{ roomId, autonomy: 'run', ...condition.goal },
      clocks: { ...clocks, ...condition.clocks },
      ...(recovery ? {} : { policy: { recovery: withoutRecovery } }),
    })
    const { room, log } = await follow(person, part, terms, goalId)
    const { figures } = await person.get<ScorecardView>(`goals/${goalId}/scorecard`)
    // What stands still for a person would wait in their inbox for ever.
    if (!isOver(room, goalId)) await person.command('goal.cancel', { goalId, reason: 'The drill is over.' })
    return {
      ...{ condition: condition.name, roomId, goalId, recovery, figures },
      status: room.goals.find((goal) => goal.id === goalId)?.status ?? 'gone',
      seconds: (performance.now() - since) / 1000,
      verdicts: [...condition.expect, ...(beside.length > 0 ? [worked(beside)] : [])].map((one) =>
        judge(one, room, log),
      ),
    }
  } finally {
    for (const agentId of hired) await person.command('agent.remove', { agentId }).catch(() => undefined)
  }
}

/** Registers the cast through the public door, proves it, and brings it into the room. Answers its ids. */
async function hire(person: Person, cast: Cast, part: Part, { workspaceId, roomId }: Terms): Promise<string[]> {
  const { condition } = part
  const names = Array.from({ length: condition.workers }, (_, i) => `${firstNames[i]} ${roomId.slice(-6)}`)
  const { agents } = await person.command<{ agents: { agentId: string; name: string; secret: string }[] }>(
    'agent.register_many',
    {
      workspaceId,
      agents: names.map((name) => ({
        ...{ name, channel: 'webhook', url: cast.address(addressOf(name)), maxConcurrency: 3 },
        labels: { [castLabel]: roomId },
        ...{
          skills: [drillSkill, ...(condition.skills ?? [])],
          description: `Plays in a drill: ${conditionTitles[condition.name]}.`,
        },
      })),
    },
  )
  for (const { agentId, name, secret } of agents) {
    cast.play(addressOf(name), secret, part)
    await person.command('agent.verify', { agentId })
  }
  for (const { agentId } of agents) await person.command('room.add_participant', { roomId, agentId })
  return agents.map((one) => one.agentId)
}

function judge(expected: Expectation, room: RoomSnapshot, log: Log): Verdict {
  const { says } = expected
  if ('holds' in expected) return { says, ok: expected.holds(room), seqs: [] }
  const found = expected.seen(log)
  return { says, ok: expected.never ? found.length === 0 : found.length > 0, seqs: found.map((event) => event.seq) }
}

/** That agents beside the cast do not only look on. */
const worked = (beside: readonly string[]): Expectation => ({
  says: 'agents beside the cast got work and handed it in',
  seen: (log) => log.of('attempt.submitted').filter(({ actor }) => beside.includes(actor.id ?? '')),
})

const firstNames = ['Ida', 'Jon', 'Kim', 'Lou', 'Max', 'Ned']
const addressOf = (name: string) => name.toLowerCase().replace(/\W/g, '-')

/** Follows the room until the goal has ended or nothing moves any more; the person acts meanwhile. */
async function follow(person: Person, part: Part, { roomId, beside }: Terms, goalId: string) {
  const { condition } = part
  const events: LogEvent[] = []
  const said = new Set<string>()
  const once = (what: string) => !said.has(what) && said.add(what) !== undefined
  const until = performance.now() + atMostMs
  let looks = 0
  for (;;) {
    // Asked before the log is read: what was acted on by then is in it.
    const idle = part.underWay === 0
    const page = await person.get<{ events: LogEvent[] }>(
      `rooms/${roomId}/events?after=${events.at(-1)?.seq ?? 0}&limit=500`,
    )
    events.push(...page.events)
    looks = page.events.length > 0 ? 0 : looks + 1
    // The first hand-outs are the scripted agents’, for theirs is the fault; from then on others have the work.
    if (part.others === 'awaited' && isPlayed(part)) {
      for (const agentId of beside) await person.command('room.add_participant', { roomId, agentId })
      part.others = 'here'
    }
    const room = await person.get<RoomSnapshot>(`rooms/${roomId}/snapshot`)
    const keys = new Map(room.tasks.map((task) => [task.id, task.key]))
    const log = new Log(events, (taskId) => keys.get(taskId))
    const desk: Desk = { room, log, once, command: (name, input) => person.command(name, input) }
    await leavingRefusals(condition.person?.(desk))
    await leavingRefusals(approve(desk))
    const quiet = looks > quietLooks && idle
    if ((isOver(room, goalId) && quiet) || (quiet && isStuck(room)) || performance.now() > until) return { room, log }
    await pause(everyMs)
  }
}

/** What a drill's person asks for may have been overtaken; then it is simply not done. */
async function leavingRefusals(act: Promise<unknown> | undefined) {
  try {
    await act
  } catch (error) {
    if (!(error instanceof Refused) || error.status >= 500) throw error
  }
}

/** The person approves what comes to their desk, once a version. */
async function approve({ room, command, once }: Desk) {
  for (const deliverable of room.deliverables) {
    const version = deliverable.versions.find((one) => one.status === 'in_review')
    if (!version || !once(`approve ${version.id}`)) continue
    await command('deliverable.approve', {
      ...{ deliverableId: deliverable.id, versionId: version.id, sha256: version.sha256 },
    })
  }
}

const isOver = (room: RoomSnapshot, goalId: string): boolean => {
  const goal = room.goals.find((one) => one.id === goalId)
  return goal !== undefined && isEnded(goal.status)
}
const waits = new Set(['blocked', 'done', 'waiting_input', 'needs_human', 'stale', 'cancelled', 'failed', 'in_review'])
const isStuck = (room: RoomSnapshot): boolean =>
  room.tasks.length > 0 && room.tasks.every((task) => waits.has(task.status))
