import type { Ports } from '../commands/kit.ts'
import { acceptVersion } from '../commands/moves/accept.ts'
import { closeConflicts } from '../commands/moves/answers.ts'
import { closeBooks, endAttempt, moveAttempt } from '../commands/moves/attempt.ts'
import { goalOf, participantName, taskOf } from '../commands/moves/task.ts'
import { moveVersion } from '../commands/review/decide.ts'
import type { LogEvent } from '../contract/events.ts'
import { schemaErrors } from '../contract/json-schema.ts'
import type { Material } from '../domain/checks/check.ts'
import { blocking, chooseChecks, judge, needsInputs } from '../domain/checks/judge.ts'
import type { Goal } from '../domain/goal.ts'
import type { Task } from '../domain/task.ts'
import type { Version } from '../domain/version.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

/** Texts above this size are judged after the commit, milliseconds matter inside it. */
const judgedInsideBytes = 64 * 1024

/** A result came in: judges it in the same commit when its own bytes are enough, else asks for it to be judged after. */
export function judgeSubmitted(unit: Unit, ports: Ports, event: LogEvent) {
  const version = unit.get('version', String(event.data.versionId))
  if (version?.status !== 'checking') return
  const task = taskOf(unit, version.taskId)
  const chosen = chooseChecks({ brief: task.brief, output: task.output, checks: task.checks })
  const texts = new Map(unit.appends.contents.map((content) => [content.sha256, content.bytes]))
  const size = version.files.reduce((sum, file) => sum + file.size, 0)
  const atHand = version.files.every((file) => file.text !== undefined || texts.has(file.sha256))
  if (!atHand || size > judgedInsideBytes || needsInputs(chosen, version.sources)) {
    unit.addJob('judge', { versionId: version.id }, { attemptId: version.attemptId })
    return
  }
  const decoder = new TextDecoder()
  const checks = judge(
    materialOf(unit, goalOf(unit, task.goalId), task, version, {
      stem: ports.stem,
      fileText: (sha256, mediaType) => {
        const bytes = texts.get(sha256)
        return bytes && /^text\/|json|xml|yaml|javascript/.test(mediaType) ? decoder.decode(bytes) : null
      },
      inputs: [],
      tables: [],
    }),
    chosen,
  )
  unit.update('version', version.id, { checks })
  unit.emit('check.finished', coordinator, {
    versionId: version.id,
    taskId: task.id,
    passed: checks.filter((check) => check.status === 'passed').length,
    failed: checks.filter((check) => check.status === 'failed').map((check) => check.name),
  })
}

type Bytes = Pick<Material, 'inputs' | 'tables' | 'stem'> & {
  fileText: (sha256: string, mediaType: string) => string | null
}

/** All that the checks may look at, as values. */
export function materialOf(unit: Unit, goal: Goal, task: Task, version: Version, bytes: Bytes): Material {
  return {
    files: version.files.map(({ name, mediaType, sha256, size, text }) => ({
      name,
      mediaType,
      sha256,
      size,
      text: text ?? bytes.fileText(sha256, mediaType),
    })),
    response: version.response,
    output: task.output,
    brief: task.brief,
    acceptance: task.deliverableId ? goal.acceptance : [],
    sources: version.sources,
    inputs: bytes.inputs,
    tables: bytes.tables,
    rejected: unit.tables.version
      .by('task', task.id)
      .filter((one) => one.id !== version.id && (one.status === 'changes_requested' || one.status === 'rejected'))
      .map((one) => ({ sha256: one.sha256, summary: `version ${one.number}` })),
    versionSha256: version.sha256,
    evidence: version.evidence,
    schemaErrors,
    stem: bytes.stem,
  }
}

/** The checks are done: a version that passed goes on (or to a person), one that failed goes back with what was wrong. */
export function settleChecked(unit: Unit, ports: Ports, event: LogEvent) {
  const version = unit.get('version', String(event.data.versionId))
  if (version?.status !== 'checking') return
  const task = taskOf(unit, version.taskId)
  const attempt = unit.get('attempt', version.attemptId)
  if (attempt?.status !== 'submitted' || task.status !== 'checking') return
  const failed = blocking(version.checks)
  if (failed.length > 0) {
    const reason = failed.map((check) => check.summary).join(' ')
    moveVersion(unit, version, 'reject')
    endAttempt(unit, attempt, 'reject', { failure: 'failed_checks', reason, tell: 'attempt.revoked' })
    unit.emit('attempt.failed', coordinator, {
      attemptId: attempt.id,
      taskId: task.id,
      class: 'failed_checks',
      reason,
      checks: failed.map((check) => check.name),
    })
    return
  }
  moveAttempt(unit, attempt.id, 'approve', { endedAt: unit.now })
  closeBooks(unit, attempt)
  if (attempt.agentId) credit(unit, attempt.agentId, task, unit.now - (attempt.acceptedAt ?? attempt.offeredAt))
  if (task.role === 'answers') closeByJudge(unit, task, version, attempt.participantId)
  acceptVersion(unit, ports, task, version, { by: 'policy', policy: 'all required checks passed' })
}

/** Whoever gave none of the contradicting answers decided between them. */
const closeByJudge = (unit: Unit, task: Task, version: Version, byId: string) =>
  closeConflicts(unit, task.id, {
    by: 'judge',
    byId,
    versionId: version.id,
    why: version.response.slice(0, 1000) || `${participantName(unit, byId)} decided`,
  })

function credit(unit: Unit, agentId: string, task: Task, ms: number) {
  for (const skill of task.skills.length > 0 ? task.skills : [''])
    unit.appends.track.push({ agentId, skill, accepted: 1, failed: 0, ms })
}
