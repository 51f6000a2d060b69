import { type Assignment, assignmentOf } from '../../domain/assignment.ts'
import { clocksOf, minute } from '../../domain/clocks.ts'
import { hasSkills } from '../../domain/matching/candidate.ts'
import { recentFailures } from '../../domain/recovery.ts'
import type { Task } from '../../domain/task.ts'
import { biddingOn, endBidding } from '../../store/bids.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { type Command, done, notHere } from '../kit.ts'
import { openAttempt } from '../moves/attempt.ts'
import { authorsOf } from '../moves/authors.ts'
import { agentUsedUp, usedUpNow } from '../moves/budget.ts'
import { agentActor } from '../moves/report.ts'
import { storyOf } from '../moves/story.ts'
import { goalOf, taskOf } from '../moves/task.ts'

type Input = {
  roomId: string
  claimId: string
  max: number
  skills: string[] | null
  /** Only what was taken under this claim id before, and the goals it is in. */
  again: boolean
  goals: string[]
}

/** An agent takes ready work of one room. The same claim id gives the same attempts again. `left` is how much stays for others. */
export const claimWork: Command<Input, { claims: Assignment[]; left: number }> = {
  name: 'attempt.claim',
  lane: ({ roomId }) => ({ lane: roomId }),
  wants: ({ goals }) => ({ goals }),
  run(unit, { actor, input, ports }) {
    if (actor.kind !== 'agent') return notHere
    const agent = unit.agent(actor.agentId)
    const participant = unit.tables.participant.by('subject', actor.agentId).find((one) => one.status === 'in')
    if (!agent || !participant || agent.status !== 'active') return notHere
    const claimId = `${agent.id} ${input.claimId}`
    const before = unit.tables.attempt.by('claim', claimId)
    if (before.length > 0 || input.again)
      return done({ claims: before.map((attempt) => assignment(unit, attempt.id, ports)), left: 0 })
    const claims: Assignment[] = []
    const ready = readyTasks(unit, participant.id)
    if (agentUsedUp(unit, agent)) return done({ claims, left: ready.length })
    for (const task of ready) {
      if (claims.length >= input.max || unit.freeSlots(agent) <= 0) break
      if (task.assigneeId !== null ? task.assigneeId !== participant.id : !hasSkills(agent.skills, task.skills))
        continue
      if (input.skills && !task.skills.some((skill) => input.skills?.includes(skill)) && task.skills.length > 0)
        continue
      if (isNotFor(unit, task, participant.id) || usedUpNow(unit, goalOf(unit, task.goalId)).length > 0) continue
      const record = biddingOn(unit, task.id)?.kept?.record ?? { scores: [], excluded: [], others: 0 }
      const reason = `${agent.name} claimed it`
      const attempt = openAttempt(unit, ports, task, participant, { ...record, reason }, { claimId, pulled: true })
      endBidding(unit, task.id)
      unit.emit('attempt.offered', coordinator, {
        taskId: task.id,
        attemptId: attempt.id,
        participantId: participant.id,
        reason,
      })
      unit.emit('attempt.accepted', agentActor(unit, attempt), { taskId: task.id, attemptId: attempt.id })
      claims.push(assignment(unit, attempt.id, ports))
    }
    return done({ claims, left: ready.length - claims.length })
  },
}

/** Whether a task that it could do goes to others: it had its tries, leaves it to somebody else for now, or made what is to be judged. */
const isNotFor = (unit: Unit, task: Task, participantId: string): boolean =>
  hasHadItsTries(unit, task, participantId) ||
  othersFirst(unit, task, participantId) ||
  authorsOf(unit, task).has(participantId)

/** Whether it declined the task, or failed it as often as one worker may. */
function hasHadItsTries(unit: Unit, task: Task, participantId: string): boolean {
  const attempts = unit.tables.attempt.by('task', task.id)
  const own = attempts.filter((one) => one.participantId === participantId)
  if (own.some((one) => one.failure === 'declined')) return true
  const { clocks, recovery } = goalOf(unit, task.goalId)
  const failed = recentFailures(attempts, task.attemptCount, recovery)
  return failed.filter((one) => one.participantId === participantId).length >= clocksOf(clocks).attemptsPerAgent
}

/** How long whoever failed a task leaves it to others who come for their work, milliseconds. */
const othersFirstMs = minute

/** Whether it failed the task and somebody who did not may still come for it (I20). Who has an address was offered it already. */
function othersFirst(unit: Unit, task: Task, participantId: string): boolean {
  if (task.assigneeId !== null || unit.now - (task.readyAt ?? 0) >= othersFirstMs) return false
  const attempts = unit.tables.attempt.by('task', task.id)
  const failed = recentFailures(attempts, task.attemptCount, goalOf(unit, task.goalId).recovery)
  if (!failed.some((one) => one.participantId === participantId)) return false
  for (const { id, subjectId, status } of unit.tables.participant.all()) {
    const other = status === 'in' ? unit.agent(subjectId) : undefined
    if (other?.status !== 'active' || other.channel !== 'pull' || !hasSkills(other.skills, task.skills)) continue
    const triedIt = attempts.some((one) => one.participantId === id && one.failure !== null)
    if (!triedIt && unit.freeSlots(other) > 0 && !authorsOf(unit, task).has(id)) return true
  }
  return false
}

/** What may be taken now, and what is kept for this participant. */
function readyTasks(unit: Unit, participantId: string) {
  if (unit.room().status !== 'open') return []
  return unit.tables.goal
    .by('live', 'live')
    .filter((goal) => goal.status === 'running' || goal.status === 'in_review')
    .flatMap((goal) =>
      unit.tables.task.by('ready', goal.id).filter((task) => {
        // Who was given it by name need not bid for it.
        if (task.assigneeId === participantId && task.wakeAt === null) return true
        if (task.wakeAt === null) return goal.matching.bidSeconds === undefined || task.fence > 0
        return task.wakeAt <= unit.now || biddingOn(unit, task.id)?.kept?.participantId === participantId
      }),
    )
}

function assignment(unit: Unit, attemptId: string, ports: Parameters<typeof storyOf>[1]): Assignment {
  const attempt = unit.get('attempt', attemptId)
  if (!attempt) throw new Error('a claimed attempt is in the unit')
  return assignmentOf(storyOf(unit, ports, taskOf(unit, attempt.taskId), attempt))
}
