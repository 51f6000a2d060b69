import { apply, emptyMirror } from '../../contract/apply.ts'
import type { LogEvent } from '../../contract/events.ts'
import { presentGoal, presentTask } from '../../contract/present.ts'
import { type Reader, readRows } from '../reads/reader.ts'

const page = 2000

/** I32: folds the log of every room from its first event on; says which goals and tasks the tables hold otherwise. */
export async function foldedOtherwise(reader: Reader): Promise<{ offenders: string[]; looked: number }> {
  const offenders: string[] = []
  let looked = 0
  const { rows: rooms } = await reader.query<{ id: string }>('select id from room order by id')
  for (const { id } of rooms) {
    const mirror = emptyMirror()
    for (;;) {
      const { rows } = await reader.query<LogEvent>(
        'select seq, at, type, actor, data, changes from event where "laneId" = $1 and seq > $2 order by seq limit $3',
        [id, mirror.seq, page],
      )
      for (const event of rows) if (apply(mirror, event) === 'gap') offenders.push(`lane ${id} lacks ${mirror.seq + 1}`)
      if (rows.length < page) break
    }
    const tasks = await readRows(reader, 'task', 'where t."roomId" = $1', [id])
    const goals = await readRows(reader, 'goal', 'where t."roomId" = $1', [id])
    looked += tasks.length + goals.length
    for (const task of tasks)
      if (plain(mirror.rows.tasks.get(task.id)) !== plain(presentTask(task, task.doerId)))
        offenders.push(`task ${task.id}`)
    for (const goal of goals)
      if (plain(mirror.rows.goals.get(goal.id)) !== plain(presentGoal(goal))) offenders.push(`goal ${goal.id}`)
  }
  return { offenders, looked }
}

/** The same value is the same text, whatever order its fields were written in. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
