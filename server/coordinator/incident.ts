import type { Ports } from '../commands/kit.ts'
import { say } from '../commands/moves/say.ts'
import type { FailureClass } from '../domain/attempt.ts'
import { causeOf, type Failed, handOutAgainAt, type Incident, massFailure, overAt } from '../domain/incident.ts'
import { coordinator } from '../store/records.ts'
import { minuteOf } from '../store/rows.ts'
import type { Unit } from '../store/unit.ts'

/** Many agents failed in the same way at once: told as one thing, and what they had is handed out again after a pause and spread over time. */
export function noteIncidents(unit: Unit, ports: Ports, first: number) {
  const tasks = new Map<FailureClass, Set<string>>()
  for (let i = first; i < unit.events.length; i++) {
    const event = unit.events[i]
    if (event?.type !== 'attempt.failed' || event.data.settled === true) continue
    const failure = event.data.class as FailureClass
    const fallen = tasks.get(failure) ?? new Set()
    tasks.set(failure, fallen.add(String(event.data.taskId)))
  }
  if (tasks.size === 0) return
  const recent = recentlyFailed(unit)
  for (const [failure, fallen] of tasks) {
    const open = openIncidents(unit).find((one) => one.class === failure)
    if (open) grow(unit, open, recent)
    else if (!begin(unit, ports, failure, recent)) continue
    for (const taskId of fallen) waitAWhile(unit, taskId)
  }
}

export const openIncidents = (unit: Unit): Incident[] => unit.tables.incident.by('open', 'open')

/** Failures of agents within the last minute or two. */
const recentlyFailed = (unit: Unit): Failed[] =>
  [unit.now - 60_000, unit.now]
    .flatMap((at) => unit.tables.attempt.by('failed', minuteOf(at)))
    .flatMap(({ agentId, failure, endedAt }) => (agentId && failure && endedAt ? { agentId, failure, endedAt } : []))

function begin(unit: Unit, ports: Ports, failure: FailureClass, recent: readonly Failed[]): boolean {
  const mass = massFailure(recent, failure, unit.now)
  if (!mass) return false
  const cause = causeOf(failure, mass.agents.length)
  const incident = unit.insert('incident', {
    id: unit.newId(),
    roomId: unit.laneId,
    class: failure,
    cause,
    agents: mass.agents,
    attempts: mass.attempts,
    openedAt: mass.since,
    lastAt: unit.now,
    closedAt: null,
  })
  const reason = `${mass.attempts} hand-outs to ${mass.agents.length} agents failed in the same way within a minute`
  unit.emit('incident.opened', coordinator, { incidentId: incident.id, class: failure, reason })
  say(
    unit,
    ports,
    `${cause}; that looks like one cause and not like ${mass.agents.length}. I wait 30 s before I hand their work on.`,
  )
  return true
}

function grow(unit: Unit, incident: Incident, recent: readonly Failed[]) {
  const since = recent.filter((one) => one.failure === incident.class && one.endedAt >= unit.now)
  const agents = [...new Set([...incident.agents, ...since.map((one) => one.agentId)])].sort()
  unit.update('incident', incident.id, {
    agents,
    cause: causeOf(incident.class, agents.length),
    attempts: incident.attempts + since.length,
    lastAt: unit.now,
  })
}

function waitAWhile(unit: Unit, taskId: string) {
  const task = unit.get('task', taskId)
  if (task?.status !== 'ready') return
  const wakeAt = Math.max(task.wakeAt ?? 0, handOutAgainAt(task.id, unit.now))
  unit.update('task', task.id, { wakeAt, reason: 'waits a moment: many agents failed at once' })
}

/** A minute without more of it: the incident is over, told in one line. */
export function closeIncidents(unit: Unit, ports: Ports) {
  for (const incident of openIncidents(unit)) {
    if (overAt(incident) > unit.now) continue
    unit.update('incident', incident.id, { closedAt: unit.now })
    const reason = 'nothing more of it for a minute'
    unit.emit('incident.closed', coordinator, { incidentId: incident.id, class: incident.class, reason })
    say(unit, ports, `${incident.cause}: ${reason}, ${incident.attempts} hand-outs in all.`)
  }
}

/** While an incident is told of as one thing, single lines about the tasks that it took are not. */
export function quieten(unit: Unit) {
  const open = openIncidents(unit)
  if (open.length === 0) return
  const kept = unit.lines.filter((line) => {
    if (line.kind !== 'handed_on') return true
    const failures = unit.tables.attempt.by('task', line.taskId).filter((one) => one.failure !== null)
    const last = failures.sort((a, b) => a.number - b.number).at(-1)
    return !open.some((one) => one.class === last?.failure && (last?.endedAt ?? 0) >= one.openedAt)
  })
  unit.lines.splice(0, unit.lines.length, ...kept)
}
