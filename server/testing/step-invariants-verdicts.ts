import type { LogEvent } from '../contract/events.ts'
import type { Records } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'

type Touched = ReturnType<Unit['touched']>[number]
type Conflict = Records['conflict']

/** What these answers (their versions) contradicted each other in when they were compared last. */
export function inQuestion(unit: Unit, taskId: string, answers: ReadonlySet<string>): Conflict[] {
  const questions = [...unit.tables.handoff.all()].filter((one) => one.taskId === taskId && one.kind === 'conflict')
  const all = unit.tables.conflict.by('task', taskId).filter(({ kind }) => kind === 'answers')
  const since = Math.max(0, ...[...all, ...questions].map((one) => one.createdAt))
  return all.filter((one) => one.createdAt === since && one.positions.every(({ versionId }) => answers.has(versionId)))
}

/** F38: no answer stands in silence or against a verdict; what was said, and what a person settled, is kept. */
export function* verdicts(unit: Unit, touched: readonly Touched[]): Iterable<string> {
  for (const event of unit.events) if (event.type === 'answers.settled') yield* stands(unit, event)
  for (const { table, before, after } of touched)
    if (table === 'conflict' && before) yield* kept(before as Conflict, after as Conflict | undefined)
}

function* stands(unit: Unit, { data }: LogEvent): Iterable<string> {
  const built = unit.get('version', String(data.versionId))?.builtFrom ?? []
  const answers = new Set(built.map(({ versionId }) => versionId))
  for (const { subject, positions, verdict } of inQuestion(unit, String(data.taskId), answers)) {
    const stated = positions.some((one) => one.versionId === data.from && one.value === verdict?.value)
    if (verdict?.versionId !== data.from && !stated)
      yield `F38 no silent winner: ${subject} is ${verdict ? `decided for ${verdict.versionId}` : 'open'}, ${data.from} stands`
  }
}

function* kept(before: Conflict, after: Conflict | undefined): Iterable<string> {
  if (JSON.stringify(before.positions) !== JSON.stringify(after?.positions))
    yield `F38 what lost is kept: ${before.subject} lost a side`
  const { value } = before.verdict ?? {}
  if (value !== undefined && JSON.stringify(before.verdict) !== JSON.stringify(after?.verdict))
    yield `F38 what a person settled stays so: ${before.subject} was ${value}`
}
