import { expect, test } from 'vitest'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import { drawGraph, phasesOf, rankOf } from './rank.ts'

const task = (number: number, needs: string[] = []) => ({ id: `t${number}`, number, needs }) as TaskView

test('a task stands one phase after the last of what it needs', () => {
  const tasks = [task(1), task(2), task(3, ['t1']), task(4, ['t3', 't2'])]
  const phases = phasesOf(tasks, rankOf(tasks))
  expect(phases.map((phase) => phase.tasks.map((one) => one.id))).toEqual([['t1', 't2'], ['t3'], ['t4']])
})

test('needs that are not on screen do not hold a task back', () => {
  expect(rankOf([task(1, ['elsewhere'])]).get('t1')).toBe(0)
})

test('four thousand tasks are ranked and drawn at once', () => {
  const tasks = Array.from({ length: 4000 }, (_, at) => task(at + 1, at < 40 ? [] : [`t${at - 39}`, `t${at - 20}`]))
  const from = performance.now()
  const drawn = drawGraph(tasks, rankOf(tasks))
  expect(drawn.nodes).toHaveLength(4000)
  expect(performance.now() - from).toBeLessThan(3000)
})

test('no two tasks are drawn over each other, and every line runs to the right', () => {
  const tasks = [task(1), task(2), task(3, ['t1', 't2']), task(4, ['t1']), task(5, ['t3', 't4'])]
  const { nodes, edges } = drawGraph(tasks, rankOf(tasks))
  expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(5)
  const x = new Map(nodes.map((node) => [node.task.id, node.x]))
  for (const edge of edges) expect(x.get(edge.to)).toBeGreaterThan(x.get(edge.from) ?? Number.NaN)
})

test('what follows from other lines is not drawn again', () => {
  const tasks = [task(1), task(2, ['t1']), task(3, ['t1', 't2']), task(4, ['t1', 't3'])]
  const { edges } = drawGraph(tasks, rankOf(tasks))
  expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['t1 t2', 't2 t3', 't3 t4'])
})
