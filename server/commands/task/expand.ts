import { briefFor, defaultDepth, type Item, titleOf } from '../../domain/fan-out.ts'
import { counted, grouped } from '../../domain/text/counted.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { type Command, done } from '../kit.ts'
import { partOf } from '../moves/new-tasks.ts'
import { say } from '../moves/say.ts'
import { goalOf, taskLabel } from '../moves/task.ts'
import { upstreamOf } from '../moves/upstream.ts'

type File = { name: string; mediaType: string; sha256: string; text?: string | undefined }
export type List = { items: Item[] } | { files: File[] }

/** Where the items of a task that is done per item stand: in the goal, in an input, or in a result. Null when it needs none any more. */
export const readList: Command<{ taskId: string }, List | null> = {
  name: 'task.read_list',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, { input }) {
    const task = unit.get('task', input.taskId)
    if (task?.role !== 'each' || task.status !== 'blocked' || unit.tables.task.count('parts', task.id) > 0)
      return done(null)
    const goal = goalOf(unit, task.goalId)
    const { from = null, file = null } = task.each ?? {}
    if (from !== null)
      return done({
        files: upstreamOf(unit, { ...task, needs: [from] }).flatMap(({ version }) => version.files.slice(0, 1)),
      })
    if (file !== null) return done({ files: goal.inputs.filter((one) => one.id === file) })
    return done({ items: goal.items })
  },
}

type Input = { taskId: string; jobId: string; items: Item[] | null }

/** Makes one task per item; the coordinator reacts to `task.expanded`. What cannot be counted out goes to a person. */
export const expandTask: Command<Input, { parts: number }> = {
  name: 'task.expand',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, { input, ports }) {
    unit.appends.jobChanges.push({ id: input.jobId, endedAt: unit.now, outcome: 'expanded', runAt: unit.now, tries: 1 })
    const task = unit.get('task', input.taskId)
    if (task?.role !== 'each' || task.status !== 'blocked' || unit.tables.task.count('parts', task.id) > 0)
      return done({ parts: 0 })
    const problem = problemOf(unit, task.id, input.items)
    const items = problem ? [] : (input.items ?? [])
    for (const [i, item] of items.entries())
      unit.insert(
        'task',
        partOf(unit, task, {
          key: String(i + 1),
          title: `${task.title}: ${titleOf(item)}`.slice(0, 200),
          brief: briefFor(task.brief, item),
          item,
        }),
      )
    unit.emit('task.expanded', coordinator, { taskId: task.id, parts: items.length, problem })
    if (items.length > 0)
      say(unit, ports, `${taskLabel(task)}: one task for each of ${counted(items.length, 'item')}.`, {
        goalId: task.goalId,
        taskId: task.id,
      })
    return done({ parts: items.length })
  },
}

function problemOf(unit: Unit, taskId: string, items: Item[] | null): string | null {
  const task = unit.get('task', taskId)
  if (!task) return null
  if (items === null)
    return 'What it is to be done for each of holds no list: send a JSON array, a CSV table, bullets or one item a line.'
  const max = task.each?.max ?? 0
  if (items.length > max) return `The list has ${counted(items.length, 'item')}, ${grouped(max)} are allowed.`
  const depth = goalOf(unit, task.goalId).limits.depth ?? defaultDepth
  if (task.depth + 1 > depth) return `It would be made ${task.depth + 1} deep, ${depth} is the limit.`
  return null
}
