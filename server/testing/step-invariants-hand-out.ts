import { agentUsedUp } from '../commands/moves/budget.ts'
import { isOpen } from '../domain/attempt.ts'
import { standing, usageOf } from '../domain/budget.ts'
import { opinionOn } from '../domain/opinion.ts'
import { recentFailures } from '../domain/recovery.ts'
import type { Agent } from '../domain/workspace.ts'
import type { Records } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'
import { inQuestion } from './step-invariants-verdicts.ts'

type Touched = ReturnType<Unit['touched']>[number]

/** What is known beside the room of a commit. */
export type Around = {
  /** Since when an agent has used up its budget, by its id. */
  spent: Map<string, number>
  /** Another room may give an agent's place back between a decision and its commit. */
  severalRooms: boolean
}
/** How long a batch may take from what it read to its commit: a process that stands still loses its lock after twenty seconds. */
const inFlightMs = 30_000

/** What must hold of every hand-out in the commit that makes it: I16, I18, I20, I27, I28, I34. */
export function* handOuts(unit: Unit, touched: readonly Touched[], around: Around): Iterable<string> {
  for (const { table, before, after } of touched)
    if (table === 'attempt' && !before && after) yield* handOut(unit, after as Records['attempt'], around)
  for (const { agentId } of unit.appends.spend) {
    const agent = unit.agent(agentId)
    if (agent && agentUsedUp(unit, agent) !== null && !around.spent.has(agentId)) around.spent.set(agentId, unit.now)
  }
  for (const job of unit.appends.jobs) {
    if (job.kind !== 'deliver' || job.payload.type !== 'attempt.requested') continue
    const inRoom = unit.tables.participant.by('subject', job.agentId ?? '').some((one) => one.kind === 'agent')
    if (!inRoom) yield `I34 nobody outside the room gets its work: ${job.agentId}`
  }
}

function* handOut(unit: Unit, attempt: Records['attempt'], around: Around): Iterable<string> {
  const task = unit.get('task', attempt.taskId)
  if (!task || !unit.get('participant', attempt.participantId)) {
    yield `I16 work goes to participants: attempt ${attempt.id}`
    return
  }
  for (const id of task.needs)
    if (unit.get('task', id)?.status !== 'done') yield `I18 nothing starts before what it needs: ${task.key}`
  if (!attempt.agentId) return
  if (unit.room().status !== 'open' && isOpen(attempt.status) && !isBeforePause(unit, attempt))
    yield `I16 a room that is ${unit.room().status} hands nothing out: ${task.key}`
  yield* suits(unit, task, attempt, around)
  yield* afforded(unit, attempt)
  yield* agentAffords(unit, attempt, around)
  const told = unit.appends.jobs.some((job) => job.attemptId === attempt.id && job.payload.type === 'attempt.requested')
  if (!told && attempt.claimId === null) yield `I27 what is sent is written with the decision: ${task.key}`
}

/** Whether a hand-out and a pause came together in one commit, the pause after it. */
function isBeforePause({ events }: Unit, attempt: Records['attempt']): boolean {
  const offered = events.findIndex(({ type, data }) => type === 'attempt.offered' && data.attemptId === attempt.id)
  const paused = events.findLastIndex(({ type, data }) => type === 'room.updated' && data.status !== undefined)
  return offered >= 0 && offered < paused
}

/** I40: nothing starts when nothing is left of a budget; what is under way may go over it by one step. */
function* afforded(unit: Unit, attempt: Records['attempt']): Iterable<string> {
  const goal = unit.get('goal', attempt.goalId)
  if (!goal) return
  const open = unit.tables.attempt.by('goal', goal.id).filter((one) => one.agentId !== null && isOpen(one.status))
  const use = usageOf(goal.spent, goal.startedAt, open.length, unit.now)
  // The hand-out itself is counted already.
  const before = { ...use, attempts: use.attempts - 1 }
  for (const kind of standing(goal.limits, before).over)
    yield `I40 nothing starts without means: goal ${goal.number}, ${kind} ${before[kind]} of ${goal.limits[kind]}`
  const { limits, spent } = unit.room()
  for (const kind of standing(limits, usageOf(spent, null, 0, unit.now)).over)
    yield `I40 nothing starts without means: the room has used up its ${kind}`
}

/** I40: the same over all rooms of an agent; what another room's batch decides in that moment is the step in flight. */
function* agentAffords(unit: Unit, { agentId }: Records['attempt'], { spent }: Around): Iterable<string> {
  const agent = unit.agent(agentId ?? '')
  if (!agent) return
  if (agentUsedUp(unit, agent) === null) spent.delete(agent.id)
  else if ((spent.get(agent.id) ?? unit.now) < unit.now - inFlightMs)
    yield `I40 nothing starts without means: ${agent.name} has none left`
}

function* suits(unit: Unit, task: Records['task'], attempt: Records['attempt'], around: Around): Iterable<string> {
  const agent = unit.agent(attempt.agentId ?? '')
  const say = (what: string) =>
    `I16 an agent gets only what it may: ${agent?.name ?? attempt.agentId} ${what}, ${task.key}`
  if (agent?.status !== 'active') {
    yield say(`is ${agent?.status}`)
    return
  }
  if (agent.channel === 'webhook') {
    if (agent.breaker.openUntil !== null && agent.breaker.openUntil > unit.now) yield say('has its breaker open')
    if (agent.throttledUntil !== null && agent.throttledUntil > unit.now)
      yield `I28 who asked for quiet is left alone until then: ${agent.name}, ${task.key}`
  }
  if (!task.skills.every((skill) => agent.skills.includes(skill)) && task.assigneeId !== attempt.participantId)
    yield say('lacks the skills')
  const earlier = unit.tables.attempt.by('task', task.id).filter((one) => one.number < attempt.number)
  const own = earlier.filter((one) => one.participantId === attempt.participantId)
  if (own.some((one) => one.failure === 'declined')) yield say('declined this task')
  if (task.assigneeId !== null) return
  if (authored(unit, task, attempt.participantId)) yield say('made what it is to judge')
  yield* attempt.claimId === null
    ? turn(unit, task, attempt, agent, earlier, around)
    : leftToOthers(unit, task, attempt, earlier)
}

/** Whether somebody made the version that an opinion is asked on, or gave one of the answers that are judged. */
function authored(unit: Unit, task: Records['task'], participantId: string): boolean {
  const judged = opinionOn(task)
  if (judged !== null) return unit.get('version', judged)?.createdBy === participantId
  if (task.role !== 'answers' || task.versionCount > 0) return false
  const given = unit.tables.task.by('parts', task.id).map((part) => unit.get('version', part.acceptedVersionId ?? ''))
  // People settled every contradiction one by one: it is written from their verdicts, and nothing is left to judge.
  const points = inQuestion(unit, task.id, new Set(given.flatMap((version) => version?.id ?? [])))
  if (points.length > 0 && points.every(({ verdict }) => verdict?.by === 'person')) return false
  return given.some((version) => version?.createdBy === participantId)
}

/** I20: who has failed this task comes after everybody who has not and could take it now. */
function* turn(
  unit: Unit,
  task: Records['task'],
  attempt: Records['attempt'],
  agent: Agent,
  earlier: readonly Records['attempt'][],
  { severalRooms }: Around,
): Iterable<string> {
  const counted = recentFailures(earlier, Math.max(0, task.attemptCount - 1))
  if (!counted.some((one) => one.participantId === attempt.participantId)) return
  const full = (id: string) => attempt.match?.excluded.some((one) => one.participantId === id && /place/.test(one.why))
  for (const participant of unit.tables.participant.all()) {
    const other = participant.status === 'in' ? unit.agent(participant.subjectId) : undefined
    if (!other || other.id === agent.id || earlier.some((one) => one.participantId === participant.id)) continue
    if (answeredBeside(unit, task, participant.id) || (severalRooms && full(participant.id))) continue
    if (authored(unit, task, participant.id)) continue
    const quiet = other.throttledUntil !== null && other.throttledUntil > unit.now
    const able = other.status === 'active' && other.channel === 'webhook' && other.breaker.failures === 0 && !quiet
    if (
      able &&
      agentUsedUp(unit, other) === null &&
      task.skills.every((skill) => other.skills.includes(skill)) &&
      unit.freeSlots(other) > 0
    )
      yield `I20 others come before who failed: ${agent.name} again on ${task.key}, ${other.name} is free`
  }
}

/** How long whoever failed a task leaves it to others who come for their work, milliseconds. */
const leftMs = 60_000

/** I20: who comes for work takes what there is, but not what it failed while others who come have not had their time. */
function* leftToOthers(
  unit: Unit,
  task: Records['task'],
  { participantId }: Records['attempt'],
  earlier: readonly Records['attempt'][],
): Iterable<string> {
  const counted = recentFailures(earlier, Math.max(0, task.attemptCount - 1))
  if (!counted.some((one) => one.participantId === participantId)) return
  if (unit.now - (task.readyAt ?? 0) >= leftMs) return
  for (const participant of unit.tables.participant.all()) {
    const other = participant.status === 'in' ? unit.agent(participant.subjectId) : undefined
    if (other?.status !== 'active' || other.channel !== 'pull' || participant.id === participantId) continue
    if (earlier.some((one) => one.participantId === participant.id)) continue
    if (answeredBeside(unit, task, participant.id) || unit.freeSlots(other) <= 0) continue
    if (task.skills.every((skill) => other.skills.includes(skill)))
      yield `I20 others who come for it come first: ${task.key}, ${other.name} is free`
  }
}

/** Whether somebody was asked for one of several independent answers: they give no other, and judge none. */
function answeredBeside(unit: Unit, task: Records['task'], participantId: string): boolean {
  const whole = task.role === 'answers' ? task : unit.get('task', task.parentId ?? '')
  if (whole?.role !== 'answers') return false
  const beside = unit.tables.task.by('parts', whole.id).filter((one) => one.id !== task.id)
  return beside.some((one) => unit.tables.attempt.by('task', one.id).some((by) => by.participantId === participantId))
}
