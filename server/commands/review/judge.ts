import type { CheckResult } from '../../domain/checks/check.ts'
import { coordinator } from '../../store/records.ts'
import { type Command, done } from '../kit.ts'

type Input = { versionId: string; jobId: string; checks: CheckResult[] }

/** What the checks found on a version, computed after commit on its bytes. The coordinator reacts to `check.finished`. */
export const recordChecks: Command<Input, { recorded: boolean }> = {
  name: 'version.record_checks',
  lane: ({ versionId }) => ({ of: 'version', id: versionId }),
  run(unit, { input }) {
    unit.appends.jobChanges.push({ id: input.jobId, endedAt: unit.now, outcome: 'judged', runAt: unit.now, tries: 1 })
    const version = unit.get('version', input.versionId)
    if (version?.status !== 'checking') return done({ recorded: false })
    unit.update('version', version.id, { checks: input.checks })
    unit.emit('check.finished', coordinator, {
      versionId: version.id,
      taskId: version.taskId,
      passed: input.checks.filter((check) => check.status === 'passed').length,
      failed: input.checks.filter((check) => check.status === 'failed').map((check) => check.name),
    })
    return done({ recorded: true })
  },
}
