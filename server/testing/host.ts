import type { FailureClass } from '../domain/attempt.ts'
import { type Failed, massFailure } from '../domain/incident.ts'
import type { Records } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'
import type { Scenario } from './scenario.ts'
import type { Script } from './scripted-agent.ts'
import { accepted, delivered, resultOf } from './scripts.ts'
import type { Sightings } from './sightings.ts'

const second = 1000
/** What a mass failure takes waits so long before it is handed out again, at least. */
const pauseMs = 30 * second
/** A mass failure is over a minute after the last of it; the lane's next look tells. */
const overWithin = 75 * second

/** The host on which the agents of one owner live: it fails while they work, in every room at once. */
export class Host {
  private downFrom = Number.POSITIVE_INFINITY
  private downUntil = 0

  constructor(
    private readonly scene: Scenario,
    private readonly sightings: Sightings,
  ) {}

  get down(): boolean {
    const { now } = this.scene.clock
    return now >= this.downFrom && now < this.downUntil
  }
  failsAt(at: number, lasts: number) {
    this.downFrom = at
    this.downUntil = at + lasts
  }

  /** An agent on this host: honest, and neither reached nor heard while it is down. What it had in hand is forgotten then. */
  readonly script: Script = (message, agent) => {
    if (this.down) return 'unreachable'
    if (message.type !== 'attempt.requested') return delivered
    const job = message.data as Parameters<typeof resultOf>[0]
    const begun = agent.now()
    agent.later(20 * second, () => {
      const died = this.downFrom >= begun && this.downFrom <= agent.now()
      if (!died) void agent.complete(job.attempt.id, resultOf(job, agent.name))
    })
    return accepted
  };

  /** F26: what must hold of a commit in a room: many failures with one cause are one incident, and what fell waits. */
  *check(unit: Unit): Iterable<string> {
    if (unit.kind !== 'room') return
    const classes = new Set<FailureClass>()
    for (const { type, data } of unit.events)
      if (type === 'attempt.failed' && data.settled !== true) classes.add(data.class as FailureClass)
      else if (type === 'attempt.offered') yield* this.again(unit, String(data.attemptId))
    const open = unit.tables.incident.by('open', 'open')
    if (new Set(open.map((one) => one.class)).size < open.length) yield 'F26 one cause is one incident at a time'
    if (classes.size === 0) return
    const failed = [...unit.tables.attempt.all()].flatMap(({ agentId, failure, endedAt }): Failed[] =>
      agentId && failure && endedAt ? [{ agentId, failure, endedAt }] : [],
    )
    for (const failure of classes)
      if (massFailure(failed, failure, unit.now) && !open.some((one) => one.class === failure))
        yield `F26 many failures with one cause are one incident: ${failure}, and none is open`
    this.look(failed)
  }

  private *again(unit: Unit, attemptId: string): Iterable<string> {
    const attempt = unit.get('attempt', attemptId)
    const task = attempt && unit.get('task', attempt.taskId)
    if (!attempt || !task || task.assigneeId !== null) return
    const before = unit.tables.attempt.by('task', task.id).find((one) => one.number === attempt.number - 1)
    const within = ({ class: failure, openedAt, lastAt }: Records['incident']) =>
      failure === before?.failure && openedAt <= (before.endedAt ?? 0) && (before.endedAt ?? 0) <= lastAt
    // Those that fell first fell before anybody could know.
    const last = unit.tables.incident.by('open', 'open').find((one) => within(one) && before?.endedAt === one.lastAt)
    if (last && attempt.offeredAt - (before?.endedAt ?? 0) < pauseMs)
      yield `F26 what fell to one cause waits before it is handed out again: ${task.key}`
  }

  private look(failed: readonly Failed[]) {
    const rooms = this.scene.rooms.filter((id) => this.scene.disk.lane(id).tables.incident.count('open', 'open') > 0)
    if (rooms.length > 1 && failed.length > 0) this.sightings.see('one host failed in several rooms at once')
  }

  /** What is left when all is calm: a line for each incident, and every one of them over. */
  *left(): Iterable<string> {
    const { scene, sightings } = this
    for (const roomId of scene.rooms) {
      const incidents = scene.rows('incident', roomId)
      const lines = scene.rows('message', roomId).filter((one) => /looks like one cause/.test(one.body))
      if (lines.length !== incidents.length)
        yield `F26 one incident is one line in its room: ${lines.length} lines, ${incidents.length} incidents`
      for (const { closedAt, lastAt, cause } of incidents)
        if (closedAt !== null) sightings.see('an incident over and told')
        else if (lastAt < scene.clock.now - overWithin) yield `F26 every incident ends: ${cause}`
    }
  }
}
