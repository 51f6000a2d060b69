import { isOpen } from '../domain/attempt.ts'
import { standing, usageOf } from '../domain/budget.ts'
import { recentFailures } from '../domain/recovery.ts'
import type { Agent } from '../domain/workspace.ts'
import type { Records } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'

type Touched = ReturnType<Unit['touched']>[number]

/** What must hold of every hand-out in the commit that makes it: I16, I18, I20, I27, I28, I34. */
export function* handOuts(unit: Unit, touched: readonly Touched[]): Iterable<string> {
  for (const { table, before, after } of touched)
    if (table === 'attempt' && !before && after) yield* handOut(unit, after as Records['attempt'])
  for (const job of unit.appends.jobs) {
    if (job.kind !== 'deliver' || job.payload.type !== 'attempt.requested') continue
    const inRoom = unit.tables.participant.by('subject', job.agentId ?? '').some((one) => one.kind === 'agent')
    if (!inRoom) yield `I34 nobody outside the room gets its work: ${job.agentId}`
  }
}

function* handOut(unit: Unit, attempt: Records['attempt']): Iterable<string> {
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
  yield* suits(unit, task, attempt)
  yield* afforded(unit, attempt)
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
}

function* suits(unit: Unit, task: Records['task'], attempt: Records['attempt']): Iterable<string> {
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
  yield* attempt.claimId === null
    ? turn(unit, task, attempt, agent, earlier)
    : leftToOthers(unit, task, attempt, earlier)
}

/** I20: who has failed this task comes after everybody who has not and could take it now. */
function* turn(
  unit: Unit,
  task: Records['task'],
  attempt: Records['attempt'],
  agent: Agent,
  earlier: readonly Records['attempt'][],
): Iterable<string> {
  const counted = recentFailures(earlier, Math.max(0, task.attemptCount - 1))
  if (!counted.some((one) => one.participantId === attempt.participantId)) return
  for (const participant of unit.tables.participant.all()) {
    const other = participant.status === 'in' ? unit.agent(participant.subjectId) : undefined
    if (!other || other.id === agent.id || earlier.some((one) => one.participantId === participant.id)) continue
    if (answeredBeside(unit, task, participant.id)) continue
    const quiet = other.throttledUntil !== null && other.throttledUntil > unit.now
    const able = other.status === 'active' && other.channel === 'webhook' && other.breaker.failures === 0 && !quiet
    if (able && task.skills.every((skill) => other.skills.includes(skill)) && unit.freeSlots(other) > 0)
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
