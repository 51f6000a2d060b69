import type { Ports } from '../commands/kit.ts'
import { openAttempt } from '../commands/moves/attempt.ts'
import { usedUp } from '../commands/moves/budget.ts'
import { say } from '../commands/moves/say.ts'
import { participantName, taskLabel } from '../commands/moves/task.ts'
import type { Goal } from '../domain/goal.ts'
import type { Match } from '../domain/matching/answer.ts'
import { opinionOn } from '../domain/opinion.ts'
import { policy } from '../domain/recovery.ts'
import type { Participant } from '../domain/room.ts'
import type { Task } from '../domain/task.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { closedBids, comesItself, keepFor, opensForBids } from './bidding.ts'
import { Crowd } from './crowd.ts'
import { askPerson } from './recover.ts'

/** Hands out what is ready in the goals that asked for it, as far as places go. */
export function dispatchGoals(unit: Unit, ports: Ports) {
  if (unit.room().status !== 'open') return
  const goals = [...unit.dispatch].map((id) => unit.get('goal', id)).filter((goal) => goal !== undefined)
  unit.dispatch.clear()
  const crowd = new Crowd(unit)
  for (const goal of goals)
    if (goal.status === 'running' || goal.status === 'in_review') dispatchGoal(unit, ports, goal, crowd)
}

/** What may be handed out now, as long as the goal's hand-outs last. */
function* dueNow(unit: Unit, goal: Goal): Iterable<Task> {
  for (const task of unit.tables.task.by('ready', goal.id)) {
    if (task.wakeAt !== null && task.wakeAt > unit.now) continue
    if (goal.limits.attempts !== undefined && usedUp(unit, goal).length > 0) return
    yield task
  }
}

function dispatchGoal(unit: Unit, ports: Ports, goal: Goal, crowd: Crowd) {
  for (const task of dueNow(unit, goal)) {
    const chosen = task.assigneeId ? unit.get('participant', task.assigneeId) : undefined
    if (chosen && chosen.status !== 'in') {
      const name = participantName(unit, chosen.id)
      askPerson(unit, task, `${name}, who was chosen for it, is no longer in the room: give it to somebody else.`)
      continue
    }
    if (chosen?.kind === 'member') {
      offer(unit, ports, task, chosen, {
        reason: `given to ${participantName(unit, chosen.id)} by name`,
        scores: [],
        excluded: [],
        others: 0,
      })
      continue
    }
    if (opensForBids(unit, goal, task)) continue
    const bids = closedBids(unit, task)
    if (bids.size === 0 && !crowd.hasPlace(goal, task)) {
      explain(unit, task, crowd.whyNot(goal, task))
      continue
    }
    const found = crowd.find(goal, task, bids)
    if (found.kind === 'matched') {
      const participant = unit.get('participant', found.participantId)
      if (participant && comesItself(unit, participant)) keepFor(unit, task, participant, found.record)
      else if (participant) {
        offer(unit, ports, task, participant, found.record)
        crowd.took(participant.id)
      }
    } else if (isHopeless(found, task)) askPerson(unit, task, found.reason)
    else explain(unit, task, found.reason)
  }
}

/** Whether waiting for somebody is no use; an opinion that nobody here can give is not waited for. */
const isHopeless = ({ kind }: Match, task: Task): boolean =>
  kind === 'exhausted' || (kind === 'nobody' && opinionOn(task) !== null)

function offer(
  unit: Unit,
  ports: Ports,
  task: Task,
  participant: Participant,
  record: Parameters<typeof openAttempt>[4],
) {
  const attempt = openAttempt(unit, ports, task, participant, record)
  const name = participantName(unit, participant.id)
  unit.emit('attempt.offered', coordinator, {
    taskId: task.id,
    attemptId: attempt.id,
    participantId: participant.id,
    number: attempt.number,
    reason: record.reason,
  })
  if (attempt.number > 1) {
    const before = unit.tables.attempt.by('task', task.id).find((one) => one.number === attempt.number - 1)
    if (before?.failure && before.participantId !== participant.id && before.failure !== 'declined')
      unit.lines.push({
        kind: 'handed_on',
        body: `${taskLabel(task)}: ${participantName(unit, before.participantId)} ${policy[before.failure].plain}; ${name} takes over.`,
        goalId: task.goalId,
        taskId: task.id,
      })
  }
  if (attempt.memberId)
    say(unit, ports, `${taskLabel(task)} waits for ${name}.`, { goalId: task.goalId, taskId: task.id })
}

/** Writes down why a ready task waits, when the reason is news. */
function explain(unit: Unit, task: Task, reason: string) {
  if (task.reason === reason || (task.reason !== null && reason === Crowd.full)) return
  unit.update('task', task.id, { reason })
  unit.emit('task.waiting', coordinator, { taskId: task.id, reason })
}
