import { type Attempt, isOpen } from '../domain/attempt.ts'
import { blocking } from '../domain/checks/judge.ts'
import { clocksOf } from '../domain/clocks.ts'
import type { Goal } from '../domain/goal.ts'
import type { Handoff, Room } from '../domain/room.ts'
import { isSettled, type Task } from '../domain/task.ts'
import type { Review, Version } from '../domain/version.ts'

/** Rows as invariants ask for them, whether they lie in tables or in lists. */
export type View = {
  room(id: string): { status: Room['status']; wakeAt: number | null } | undefined
  goal(id: string): Goal | undefined
  task(id: string): Task | undefined
  attempt(id: string): Attempt | undefined
  version(id: string): Version | undefined
  attemptsOf(taskId: string): readonly Attempt[]
  versionsOf(taskId: string): readonly Version[]
  handoffsOf(taskId: string): readonly Handoff[]
  reviewsOf(versionId: string): readonly Review[]
  /** Whether a person took this version on their own word. */
  overridden(versionId: string): boolean
}

const held: ReadonlySet<Task['status']> = new Set(['running', 'checking', 'waiting_input'])
const openOf = (view: View, task: Task) => view.attemptsOf(task.id).filter((attempt) => isOpen(attempt.status))
/** Who holds a task: of two in parallel the one asked first. */
function holderOf(view: View, task: Task) {
  const open = openOf(view, task)
  return open.find((attempt) => !attempt.hedge) ?? open[0]
}
const waitsOpen = (view: View, task: Task, kind: Handoff['kind']) =>
  view.handoffsOf(task.id).some((one) => one.kind === kind && one.status === 'open')
/** Whether these are the numbers 1 to n, each once. */
const countsUp = (numbers: readonly number[], n: number) =>
  numbers.length === n && numbers.toSorted((a, b) => a - b).every((number, i) => number === i + 1)

/** The invariants of reliability.md (a) that a task's rows can show: each says what breaks it, or null. */
export const taskInvariants: Record<string, (view: View, task: Task) => string | null> = {
  'I01 a task has at most one open attempt, and one more that is asked in parallel'(view, task) {
    const open = openOf(view, task)
    const beside = open.filter((attempt) => attempt.hedge).length
    return beside > 1 || open.length - beside > 1
      ? `${task.key} has ${open.length}, ${beside} of them in parallel`
      : null
  },
  'I02 a task in work has an open attempt with its fence, and a lease where a worker holds it'(view, task) {
    if (!held.has(task.status)) return null
    const attempt = holderOf(view, task)
    const newest = view.attemptsOf(task.id).filter((one) => !one.hedge || one === attempt)
    if (!attempt || newest.some((one) => one.number > attempt.number) || task.fence < 1)
      return `${task.key} is ${task.status}, fence ${task.fence}`
    if (task.status !== 'checking' && task.doerId !== attempt.participantId) return `${task.key} names another doer`
    if (attempt.agentId && /^(accepted|working)$/.test(attempt.status) && attempt.leaseUntil === null)
      return `${task.key}: attempt ${attempt.number} has no lease`
    return null
  },
  'I03 a task that nobody holds has no open attempt and no doer'(view, task) {
    if (held.has(task.status) || (openOf(view, task).length === 0 && task.doerId === null)) return null
    return `${task.key} is ${task.status} with an open attempt or a doer`
  },
  'I04 fences of a task rise by one and never repeat'(view, task) {
    const numbers = view.attemptsOf(task.id).map((attempt) => attempt.number)
    return countsUp(numbers, task.fence) ? null : `${task.key}: fence ${task.fence}, attempts ${numbers.join(', ')}`
  },
  'I09 attempts stay within their limits'(view, task) {
    const { attemptsPerTask } = clocksOf(view.goal(task.goalId)?.clocks ?? {})
    return task.attemptCount > attemptsPerTask ? `${task.key}: ${task.attemptCount} of ${attemptsPerTask}` : null
  },
  'I10 every task that is not settled names what wakes it'(view, task) {
    if (isSettled(task.status)) return null
    const gone =
      task.status === 'blocked' && task.needs.some((id) => /cancelled|failed/.test(view.task(id)?.status ?? ''))
    // F56: only a person can help, and is told why.
    if (gone && task.reason === null) return `${task.key} waits mutely for what was taken out`
    return wakes(view, task) ? null : `nothing wakes ${task.key}, ${task.status}`
  },
  'I11 a settled task holds no timer and no open question'(view, task) {
    if (!isSettled(task.status)) return null
    if (task.wakeAt !== null) return `${task.key} is ${task.status} with a timer`
    const asks = view.handoffsOf(task.id).some((one) => one.status === 'open' && aboutWork.has(one.kind))
    return asks ? `${task.key} is ${task.status} and still asks` : null
  },
  'I14 versions of a task are 1 to n, one for each result'(view, task) {
    const versions = view.versionsOf(task.id)
    const numbers = versions.map((version) => version.number)
    if (!countsUp(numbers, task.versionCount))
      return `${task.key}: ${task.versionCount} versions counted, there are ${numbers.join(', ')}`
    // What stands for several answers takes over one of theirs, and may take the same one again.
    if (task.role === 'answers') return null
    const results = new Set(versions.map((version) => version.attemptId))
    return results.size === versions.length ? null : `${task.key}: two versions of one attempt`
  },
  'I24 a task is done only by approval, by override, or with its required checks passed'(view, task) {
    // A task done per item brings nothing of its own: each of its parts is asked by itself.
    if (task.status !== 'done' || task.role === 'each') return null
    const version = task.acceptedVersionId ? view.version(task.acceptedVersionId) : undefined
    if (version?.status !== 'approved')
      return `${task.key} is done on a version that is ${version?.status ?? 'not there'}`
    return view.overridden(version.id) || proven(view, task, version) ? null : `${task.key} is done unproven`
  },
  'I26 what stands is the work of an attempt that was not taken away'(view, task) {
    for (const { number, status, attemptId, id } of view.versionsOf(task.id)) {
      if (status !== 'checking' && status !== 'in_review') continue
      const attempt = view.attempt(attemptId)
      if (!attempt || !/^(submitted|approved)$/.test(attempt.status))
        if (!view.overridden(id)) return `${task.key}: version ${number} is ${status}, its attempt ${attempt?.status}`
    }
    return null
  },
  'I35 what belongs to a task is in its room'(view, task) {
    const rows = [...view.attemptsOf(task.id), ...view.versionsOf(task.id), ...view.handoffsOf(task.id)]
    const goal = view.goal(task.goalId)
    const stray = rows.find((row) => row.roomId !== task.roomId || (row.goalId ?? task.goalId) !== task.goalId)
    if (stray) return `${task.key}: ${stray.id} is in room ${stray.roomId}`
    return goal && goal.roomId !== task.roomId ? `${task.key} is in another room than its goal` : null
  },
}

/** Questions that hold a task up: a settled one has none of them. */
const aboutWork: ReadonlySet<Handoff['kind']> = new Set(['question', 'needs_human', 'work', 'conflict'])

function wakes(view: View, task: Task): boolean {
  const goal = view.goal(task.goalId)
  const room = view.room(task.roomId)
  const stopped = goal?.status !== 'running' && goal?.status !== 'in_review'
  const attempt = holderOf(view, task)
  switch (task.status) {
    case 'blocked':
      // Parts wake what they are parts of; a list or answers being read wake it by their job.
      return stopped || task.role !== 'work' || task.needs.some((id) => view.task(id)?.status !== 'done')
    case 'ready':
      return stopped || room?.status !== 'open' || room.wakeAt !== null
    case 'running':
      return attempt?.memberId != null || (room?.wakeAt ?? null) !== null
    case 'checking':
      return attempt?.status === 'submitted' && (attempt.memberId !== null || (room?.wakeAt ?? null) !== null)
    case 'waiting_input':
      return waitsOpen(view, task, 'question')
    case 'needs_human':
      return waitsOpen(view, task, 'needs_human') || waitsOpen(view, task, 'conflict')
    case 'in_review':
      return view.versionsOf(task.id).some((one) => one.status === 'in_review')
    default:
      return true
  }
}

function proven(view: View, task: Task, version: Version): boolean {
  if (task.deliverableId === null) return blocking(version.checks).length === 0 && version.checks.length > 0
  const approvals = view.reviewsOf(version.id).filter((one) => one.verdict === 'approved')
  const required = view.goal(task.goalId)?.requiredApprovals ?? 1
  return new Set(approvals.map((one) => one.memberId)).size >= required
}

/** Every task invariant that one task breaks, one line each. */
export function brokenBy(view: View, task: Task): string[] {
  const lines: string[] = []
  for (const name in taskInvariants) {
    const what = taskInvariants[name]?.(view, task)
    if (what) lines.push(`${name}: ${what}`)
  }
  return lines
}
