import type { Ports } from '../commands/kit.ts'
import type { LogEvent } from '../contract/events.ts'
import { notesOfFailure } from '../domain/matching/record.ts'
import type { Unit } from '../store/unit.ts'

/** An agent's attempt ended without an accepted result: what that says of the agent is kept with the task's skills. */
export function noteFailure(unit: Unit, _ports: Ports, event: LogEvent) {
  const attempt = unit.get('attempt', String(event.data.attemptId))
  const task = attempt && unit.get('task', attempt.taskId)
  if (!task || !attempt.agentId || attempt.failure === null) return
  note(unit, attempt.agentId, notesOfFailure(attempt.failure, task.skills))
}

/** A person sent back what the checks had let pass: it counts against its maker as a failed check would. */
export function noteRejection(unit: Unit, _ports: Ports, event: LogEvent) {
  const version = unit.get('version', String(event.data.versionId))
  const attempt = version && unit.get('attempt', version.attemptId)
  const task = version && unit.get('task', version.taskId)
  if (!task || !attempt?.agentId) return
  note(unit, attempt.agentId, notesOfFailure('failed_checks', task.skills))
}

function note(unit: Unit, agentId: string, notes: ReturnType<typeof notesOfFailure>) {
  for (const { name, note } of notes) unit.appends.track.push({ agentId, skill: name, ...note })
}
