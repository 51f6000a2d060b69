import type { Ports } from '../commands/kit.ts'
import { endAttempt } from '../commands/moves/attempt.ts'
import { notify } from '../commands/moves/notify.ts'
import { goalOf } from '../commands/moves/task.ts'
import type { Attempt, AttemptEvent, FailureClass } from '../domain/attempt.ts'
import { clocksOf } from '../domain/clocks.ts'
import { alarmOf } from '../domain/watch.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

const endings: Partial<Record<FailureClass, Extract<AttemptEvent, 'fail' | 'lose' | 'time_out'>>> = {
  lost: 'lose',
  timed_out: 'time_out',
}

/** Looks at every open attempt whose clock ran out: asks once where there is life without progress, else takes the task away. */
export function watchLane(unit: Unit, _ports: Ports) {
  for (const attempt of unit.tables.attempt.by('waking', 'open')) {
    const alarm = alarmOf(attempt, clocksOf(goalOf(unit, attempt.goalId).clocks), unit.now)
    if (!alarm) continue
    if (alarm.kind === 'nudge') nudge(unit, attempt)
    else if (alarm.kind === 'judge_again') judgeAgain(unit, attempt)
    else {
      endAttempt(unit, attempt, endings[alarm.failure] ?? 'fail', {
        failure: alarm.failure,
        reason: alarm.reason,
        tell: 'attempt.revoked',
      })
      unit.emit('attempt.failed', coordinator, {
        attemptId: attempt.id,
        taskId: attempt.taskId,
        class: alarm.failure,
        reason: alarm.reason,
      })
    }
  }
}

function nudge(unit: Unit, attempt: Attempt) {
  unit.update('attempt', attempt.id, { nudgedAt: unit.now })
  unit.emit('attempt.nudged', coordinator, {
    attemptId: attempt.id,
    taskId: attempt.taskId,
    reason: 'alive, but no progress',
  })
  if (attempt.agentId)
    notify(
      unit,
      attempt.agentId,
      'attempt.prompted',
      {
        attempt: attempt.id,
        activity: {
          type: 'prompt',
          body: 'How is it going? Post an activity with progress, or the task goes to somebody else.',
          author: coordinator.name,
        },
      },
      attempt.id,
    )
}

function judgeAgain(unit: Unit, attempt: Attempt) {
  const version = unit.tables.version
    .by('task', attempt.taskId)
    .find((one) => one.attemptId === attempt.id && one.status === 'checking')
  unit.update('attempt', attempt.id, { submittedAt: unit.now })
  if (version) unit.addJob('judge', { versionId: version.id }, { attemptId: attempt.id })
}
