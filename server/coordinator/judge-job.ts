import type { Ports } from '../commands/kit.ts'
import { type Command, done } from '../commands/kit.ts'
import { goalOf, taskOf } from '../commands/moves/task.ts'
import { recordChecks } from '../commands/review/judge.ts'
import type { Runner } from '../commands/run.ts'
import type { Material, Table } from '../domain/checks/check.ts'
import { chooseChecks, judge } from '../domain/checks/judge.ts'
import { coordinatorActor } from '../domain/permission.ts'
import type { Version } from '../domain/version.ts'
import type { Job } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { JobHandler } from './jobs.ts'
import { materialOf } from './judge.ts'

type Cited = { id: string; name: string; mediaType: string; sha256: string }
type Question = {
  version: Version
  cited: Cited[]
  material: (bytes: Parameters<typeof materialOf>[4]) => Material
  chosen: ReturnType<typeof chooseChecks>
}

/** Gathers what a judgement needs from the lane; the bytes are read after it, outside any transaction. */
const readQuestion: Command<{ versionId: string }, Question | null> = {
  name: 'version.read_question',
  lane: ({ versionId }) => ({ of: 'version', id: versionId }),
  run(unit, { input }) {
    const version = unit.get('version', input.versionId)
    if (version?.status !== 'checking') return done(null)
    const task = taskOf(unit, version.taskId)
    const goal = goalOf(unit, version.goalId)
    const names = new Set(
      version.sources.flatMap((source) => [source.inputId, source.versionId]).filter((id) => id !== undefined),
    )
    const cited: Cited[] = []
    for (const input_ of goal.inputs) if (names.has(input_.id)) cited.push(input_)
    for (const file of unit.tables.room_file.all())
      if (names.has(file.id) && !cited.some((one) => one.id === file.id)) cited.push(file)
    for (const other of unit.tables.version.by('goal', goal.id))
      for (const [i, file] of other.files.entries()) {
        const id = i === 0 ? other.id : `${other.id}:${i + 1}`
        if (names.has(id)) cited.push({ id, name: file.name, mediaType: file.mediaType, sha256: file.sha256 })
      }
    return done({
      version,
      cited,
      chosen: chooseChecks({ brief: task.brief, output: task.output, checks: task.checks }),
      material: (bytes) => materialOf(unit, goal, task, version, bytes),
    })
  },
}

export type JudgeDeps = {
  store: Store
  runner: Runner
  ports: Ports
  parseCsv: (text: string) => { header: readonly string[]; rows: readonly (readonly string[])[] }
  /** The text of a file of this type and name, or null when it has none. */
  textOf: (file: { name: string; mediaType: string; bytes: Uint8Array }) => string | null
}

/** Judges one version on its bytes and those it cites. */
export function createJudge({ store, runner, ports, parseCsv, textOf }: JudgeDeps): JobHandler {
  return async (job: Job) => {
    const versionId = String(job.payload.versionId)
    const asked = await runner.run(readQuestion, { versionId }, coordinatorActor)
    if (!asked.ok || !asked.result) return store.endJob(job.id, 'nothing to judge')
    const { version, cited, material, chosen } = asked.result
    const contents = await store.readContents([...new Set([...version.files, ...cited].map((file) => file.sha256))])
    const textBy = (file: { name: string; mediaType: string; sha256: string }): string | null => {
      const content = contents.get(file.sha256)
      return content ? textOf({ name: file.name, mediaType: file.mediaType, bytes: content.bytes }) : null
    }
    const inputs = cited.map((file) => ({
      id: file.id,
      name: file.name,
      mediaType: file.mediaType,
      text: textBy(file),
    }))
    const tables: Table[] = inputs.flatMap((input) => {
      if (input.text === null || !(input.mediaType.startsWith('text/csv') || /\.csv$/i.test(input.name))) return []
      const { header, rows } = parseCsv(input.text)
      return [{ inputId: input.id, name: input.name, header, rows }]
    })
    const names = new Map(version.files.map((file) => [file.sha256, file.name]))
    const checks = judge(
      material({
        inputs,
        tables,
        stem: ports.stem,
        fileText: (sha256, mediaType) => textBy({ name: names.get(sha256) ?? 'result', mediaType, sha256 }),
      }),
      chosen,
    )
    await runner.run(recordChecks, { versionId, jobId: job.id, checks }, coordinatorActor)
  }
}
