import type { Ports } from '../commands/kit.ts'
import { endAttempt } from '../commands/moves/attempt.ts'
import { withdrawHandoffs } from '../commands/moves/handoffs.ts'
import { say } from '../commands/moves/say.ts'
import { askAboutStale, type Decided, fabricOf, keepTask, redoTask, setDeliverables } from '../commands/moves/stale.ts'
import { goalOf, moveTask, taskLabel, taskOf } from '../commands/moves/task.ts'
import { withdrawVersions } from '../commands/moves/withdraw.ts'
import type { LogEvent } from '../contract/events.ts'
import type { Goal, StalePolicy } from '../domain/goal.ts'
import { type Fate, fallout, falloutInWords, stalePolicyOf } from '../domain/stale.ts'
import type { Task } from '../domain/task.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

type Cause = { task: Task; versionId: string | null; text: string; policy: StalePolicy }

/** A result no longer counts: everything that was built on it is marked in the same commit (F53, F54, I19). */
export function markDownstream(unit: Unit, ports: Ports, event: LogEvent) {
  const task = taskOf(unit, String(event.data.taskId))
  const goal = goalOf(unit, task.goalId)
  const version = unit.get('version', String(event.data.versionId))
  const what = version ? `${taskLabel(task)}, version ${version.number},` : taskLabel(task)
  const how = event.data.how === 'rolled_back' ? 'was rolled back' : 'was opened again'
  spread(unit, ports, goal, {
    task,
    versionId: version?.id ?? null,
    text: `${what} ${how}`,
    policy: stalePolicyOf(event.data.stale, goal.stalePolicy),
  })
}

function spread(unit: Unit, ports: Ports, goal: Goal, cause: Cause) {
  const touched = fallout(fabricOf(unit), cause.task.id, cause.policy === 'keep')
  if (touched.length === 0) return
  for (const { task, fate } of touched) marks[fate](unit, taskOf(unit, task.id), cause)
  askAboutStale(unit, goal.id)
  const words = falloutInWords(
    touched.map((one) => one.fate),
    cause.policy,
  )
  if (words !== '') say(unit, ports, `${cause.text}: ${words}.`, { goalId: goal.id, taskId: cause.task.id })
}

const marks: Record<Fate, (unit: Unit, task: Task, cause: Cause) => void> = {
  redone(unit, task, cause) {
    if (cause.policy === 'keep') return keepTask(unit, task, decidedBy(cause))
    if (task.status !== 'stale') {
      const generation = task.status === 'done' ? task.generation + 1 : task.generation
      moveTask(unit, task.id, 'go_stale', { generation, reason: cause.text })
      setDeliverables(unit, task.id, 'pending')
    }
    emitStale(unit, task, 'redone', cause)
    if (cause.policy === 'redo') redoTask(unit, taskOf(unit, task.id), decidedBy(cause))
  },
  stopped(unit, task, cause) {
    const held = unit.tables.attempt.by('open', task.id)
    for (const attempt of held) {
      endAttempt(unit, attempt, 'fail', { failure: 'stale_input', reason: cause.text, tell: 'attempt.revoked' })
      unit.emit('attempt.failed', coordinator, {
        attemptId: attempt.id,
        taskId: task.id,
        class: 'stale_input',
        reason: cause.text,
        settled: true,
      })
    }
    withdrawVersions(unit, task.id)
    withdrawHandoffs(unit, unit.tables.handoff.by('open', task.id))
    moveTask(unit, task.id, 'go_stale', { reason: cause.text })
    moveTask(unit, task.id, 'block', {
      reason: `stopped: ${cause.text}`,
      // Of two in parallel one counts, and so does the second once it is alone.
      attemptCount: Math.max(0, task.attemptCount - (held.some((attempt) => attempt.agentId !== null) ? 1 : 0)),
      guidance: [
        ...task.guidance,
        {
          at: unit.now,
          from: 'coordinator',
          text: `Stopped because ${cause.text}. Earlier drafts rest on what it was.`,
        },
      ],
    })
    emitStale(unit, task, 'stopped', cause)
  },
  waits(unit, task, cause) {
    if (task.status === 'blocked') return
    if (task.status === 'done') {
      // Done by its parts: what it stands for is open again.
      moveTask(unit, task.id, 'go_stale', { generation: task.generation + 1 })
      moveTask(unit, task.id, 'block', { reason: cause.text })
    } else {
      withdrawHandoffs(unit, unit.tables.handoff.by('open', task.id))
      const { attemptCount } = task
      moveTask(unit, task.id, 'block', {
        reason: `waits again: ${cause.text}`,
        attemptCount: task.status === 'needs_human' ? 0 : attemptCount,
      })
    }
    unit.emit('task.waiting', coordinator, { taskId: task.id, reason: cause.text })
  },
}

const decidedBy = ({ text }: Cause): Decided => ({ actor: coordinator, by: 'policy', reason: text })

function emitStale(unit: Unit, task: Task, what: 'redone' | 'stopped', { text, policy, task: from, versionId }: Cause) {
  unit.emit('task.stale', coordinator, {
    taskId: task.id,
    goalId: task.goalId,
    what,
    policy,
    reason: text,
    cause: { taskId: from.id, versionId },
  })
}

/** A result stands in place of another with other bytes while something built on the other counts. */
export function replaced(unit: Unit, ports: Ports, task: Task) {
  const goal = goalOf(unit, task.goalId)
  const version = task.acceptedVersionId ? unit.get('version', task.acceptedVersionId) : undefined
  spread(unit, ports, goal, {
    task,
    versionId: version?.id ?? null,
    text: `${taskLabel(task)} was replaced by version ${version?.number ?? '?'}`,
    policy: goal.stalePolicy,
  })
}
