import type { TaskView } from '../../../server/contract/snapshot.ts'
import { order } from '../../../server/domain/plan.ts'

/** Longest path from a task that needs nothing: a task's phase, counted from 0. Tasks in a circle stand in phase 0. */
export function rankOf(tasks: readonly Pick<TaskView, 'id' | 'needs'>[]): ReadonlyMap<string, number> {
  const here = new Set(tasks.map((task) => task.id))
  const sorted = order(tasks.map(({ id, needs }) => ({ key: id, needs: needs.filter((need) => here.has(need)) })))
  return sorted.ok ? sorted.depth : new Map(tasks.map((task) => [task.id, 0]))
}

export type Phase = { rank: number; tasks: readonly TaskView[] }
/** Tasks by phase, each phase in the order of task numbers. */
export function phasesOf(tasks: readonly TaskView[], ranks: ReadonlyMap<string, number>): Phase[] {
  const phases = new Map<number, TaskView[]>()
  for (const task of tasks) {
    const rank = ranks.get(task.id) ?? 0
    const list = phases.get(rank)
    if (list) list.push(task)
    else phases.set(rank, [task])
  }
  return [...phases]
    .sort(([a], [b]) => a - b)
    .map(([rank, list]) => ({ rank, tasks: list.sort((a, b) => a.number - b.number) }))
}

export type Drawn = {
  nodes: { task: TaskView; x: number; y: number }[]
  edges: { from: string; to: string; path: string }[]
  width: number
  height: number
}
export const nodeSize = { width: 196, height: 52 }
const gap = { x: 64, y: 14 }
export const margin = 12

/** Tells of a need whether it follows from the others: then the task waits for it all the same, and a line would only be in the way. */
function impliedIn(tasks: readonly TaskView[], ranks: ReadonlyMap<string, number>) {
  const needsOf = new Map(tasks.map((task) => [task.id, task.needs]))
  return (task: TaskView, need: string): boolean => {
    const floor = ranks.get(need) ?? 0
    const above = (ids: readonly string[]) => ids.filter((id) => id !== need && (ranks.get(id) ?? 0) > floor)
    const waiting = above(task.needs)
    const seen = new Set(waiting)
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const needs = needsOf.get(id) ?? []
      if (needs.includes(need)) return true
      for (const next of above(needs)) {
        if (seen.has(next)) continue
        seen.add(next)
        waiting.push(next)
      }
    }
    return false
  }
}

/** Places tasks in columns by phase; within a column each stands near the middle of what it needs. Linear but for one sort a column. */
export function drawGraph(tasks: readonly TaskView[], ranks: ReadonlyMap<string, number>): Drawn {
  const rows = new Map<string, number>()
  const nodes: Drawn['nodes'] = []
  const phases = phasesOf(tasks, ranks)
  for (const [column, phase] of phases.entries()) {
    const wish = (task: TaskView): number => {
      const above = task.needs.flatMap((need) => rows.get(need) ?? [])
      return above.length > 0 ? above.reduce((sum, row) => sum + row, 0) / above.length : task.number
    }
    const wishes = new Map(phase.tasks.map((task) => [task.id, wish(task)]))
    const sorted = [...phase.tasks].sort(
      (a, b) => (wishes.get(a.id) ?? 0) - (wishes.get(b.id) ?? 0) || a.number - b.number,
    )
    for (const [row, task] of sorted.entries()) {
      rows.set(task.id, row)
      nodes.push({
        task,
        x: margin + column * (nodeSize.width + gap.x),
        y: margin + row * (nodeSize.height + gap.y),
      })
    }
  }
  const at = new Map(nodes.map((node) => [node.task.id, node]))
  const implied = impliedIn(tasks, ranks)
  const edges = nodes.flatMap(({ task, x, y }) =>
    task.needs.flatMap((need) => {
      const from = at.get(need)
      if (!from || implied(task, need)) return []
      const [x1, y1] = [from.x + nodeSize.width, from.y + nodeSize.height / 2]
      const y2 = y + nodeSize.height / 2
      const bend = Math.max(24, (x - x1) / 2)
      return [{ from: need, to: task.id, path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x - bend} ${y2} ${x} ${y2}` }]
    }),
  )
  const width = Math.max(0, ...nodes.map((node) => node.x)) + nodeSize.width + margin
  const height = Math.max(0, ...nodes.map((node) => node.y)) + nodeSize.height + margin
  return { nodes, edges, width, height }
}
