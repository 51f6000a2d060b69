import { expect } from 'vitest'
import type { CommandInput } from '../contract/commands.ts'
import type { StalePolicy } from '../domain/goal.ts'
import { examine } from './examine.ts'
import { type Person, Scenario } from './scenario.ts'
import { named } from './scenario-looks.ts'
import type { Script } from './scripted-agent.ts'

// Work that is built on other work, for tests of what happens when the other work changes.

const second = 1000

export function craft() {
  const state = { words: new Map<string, string>(), held: new Set<string>(), going: [] as string[] }
  const script: Script = (message, agent) => {
    if (message.type !== 'attempt.requested') return { status: 200 }
    const { attempt, task } = message.data as { attempt: { id: string }; task: { key: string } }
    if (state.held.has(task.key)) {
      state.going.push(attempt.id)
      agent.later(second, () => void agent.save(attempt.id, 'draft', { parts: [{ text: 'half of it' }] }))
    } else
      agent.later(
        second,
        () =>
          void agent.complete(attempt.id, {
            artifacts: [
              { parts: [{ text: state.words.get(task.key) ?? `Sand of ${task.key}: twelve tonnes a year.` }] },
            ],
          }),
      )
    return { status: 202, body: { status: 'accepted' } }
  }
  return { ...state, script }
}

type Tasks = NonNullable<CommandInput<'goal.create'>['plan']>['tasks']
/** Three tasks of which each needs the one before, and one aside. */
export const chain: Tasks = [
  { key: 'a', title: 'Outline', skills: ['writing'] },
  { key: 'b', title: 'Draft', skills: ['writing'], needs: ['a'] },
  { key: 'c', title: 'Final', skills: ['writing'], needs: ['b'] },
  { key: 'x', title: 'Aside', skills: ['writing'] },
]

/** Tasks of a goal with this policy, worked on until nothing moves; those held back stay with their agent. */
export async function worked(
  stalePolicy: StalePolicy,
  { held = [] as string[], tasks = chain, more = {}, flying = false } = {},
) {
  const scene = await Scenario.open()
  const play = craft()
  for (const key of held) play.held.add(key)
  await scene.agent({ name: 'Ada', places: 4, script: play.script })
  if (flying) await scene.agent({ name: 'Fay', skills: ['flying'], script: 'declining' })
  const goalId = await scene.goal({ plan: { tasks, ...more }, stalePolicy })
  await scene.clock.pass(20 * second)
  const ana = scene.people[0] as Person
  const statuses = () => Object.fromEntries(scene.rows('task').map((task) => [task.key, task.status]))
  const versionsOf = (key: string) =>
    scene
      .rows('version')
      .filter((one) => one.taskId === scene.task(key).id)
      .sort((a, b) => a.number - b.number)
  const reopen = (key: string, stale?: StalePolicy) =>
    ana.must('task.reopen', { taskId: scene.task(key).id, reason: 'A wrong year.', ...(stale ? { stale } : {}) })
  return {
    scene,
    ana,
    goalId,
    play,
    statuses,
    versionsOf,
    reopen,
    named: (key: string) => named(scene, key),
    pass: () => scene.clock.pass(20 * second),
  }
}
/** The open questions about results in doubt. */
export const questions = (scene: Scenario) =>
  scene.rows('handoff').filter((one) => one.kind === 'stale' && one.status === 'open')
/** Nothing that may never be is so. */
export const sound = (scene: Scenario) => {
  expect(examine(scene)).toEqual([])
  expect(scene.bugs).toEqual([])
}
