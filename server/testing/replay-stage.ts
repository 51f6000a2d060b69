import { expect } from 'vitest'
import { apply, type Mirror, mirrorOf } from '../contract/apply.ts'
import { type Person, Scenario } from './scenario.ts'
import { named } from './scenario-looks.ts'
import type { ScriptedAgent } from './scripted-agent.ts'
import type { ScriptName } from './scripts.ts'
import { differences, roomSnapshotOf, workspaceSnapshotOf } from './windows.ts'

// Prepared rooms, and the check that a window which applies a command’s events shows what a fresh snapshot shows.

type Stage = {
  scene: Scenario
  ana: Person
  ben: Person
  bo: ScriptedAgent
  workspaceId: string
  roomId: string
  goalId: string
  taskId: string
  attemptId: string
  /** The newest version, named as reviewers name it. */
  named: { deliverableId: string; versionId: string; sha256: string }
}
export const second = 1000

/** A room with two people, an agent and a goal of two tasks, the first of which is with the agent for ten seconds. */
export async function stage(script: ScriptName = 'vanishing', seconds = 10): Promise<Stage> {
  const scene = new Scenario(undefined, { ports: { crewUrl: 'https://crew.test' } })
  await scene.furnish()
  const ben = await scene.join('Ben')
  const bo = await scene.agent({ name: 'Bo', script })
  const tasks = [
    { key: 'only', title: 'First', skills: ['writing'] },
    { key: 'then', title: 'Then', skills: ['writing'], needs: ['only'] },
  ]
  const goalId = await scene.goal({ plan: { tasks, deliverable: 'only' } })
  await scene.clock.pass(seconds * second)
  const { workspaceId, roomId } = scene
  const ana = scene.people[0] as Person
  return {
    scene,
    ana,
    ben,
    bo,
    workspaceId,
    roomId,
    goalId,
    taskId: scene.task().id,
    attemptId: scene.attempts()[0]?.id ?? '',
    named: named(scene),
  }
}
export const reviewed = () => stage('honest', 60)
/** Two tasks that are done, the second built on the first, while a third is with somebody. */
export async function built() {
  const set = await stage('honest', 1)
  const tasks = ['first', 'second', 'third'].map((key, i, keys) => ({
    key,
    title: key,
    skills: ['writing'],
    ...(i > 0 ? { needs: [keys[i - 1] ?? ''] } : {}),
  }))
  await set.ana.must('goal.cancel', { goalId: set.goalId })
  const goalId = await set.scene.goal({ plan: { tasks } })
  await set.scene.clock.pass(50 * second)
  const own = set.scene.rows('task').filter((task) => task.goalId === goalId)
  return { ...set, goalId, taskId: own[0]?.id ?? '' }
}
/** A stage with a goal whose plan waits for a signature. */
export async function planned() {
  const set = await stage()
  const tasks = [{ key: 'solo', title: 'Alone', skills: ['writing'] }]
  const goalId = await set.scene.goal({ title: 'Another', autonomy: 'plan_first', plan: { tasks } })
  return { ...set, goalId }
}

/** What is done, after what was prepared. */
export type Case = () => Promise<{ scene: Scenario; act: () => Promise<{ ok: boolean }> }>
export const on =
  (prepare: () => Promise<Stage>, act: (stage: Stage) => Promise<{ ok: boolean }>): Case =>
  async () => {
    const set = await prepare()
    return { scene: set.scene, act: () => act(set) }
  }

/** Lets a window follow a lane's log from where it is. */
function follow(scene: Scenario, window: Mirror, laneId: string) {
  for (const event of scene.disk.lane(laneId).events)
    if (event.seq > window.seq) expect(apply(window, event)).toBe('applied')
}

export async function replays(prepare: Case) {
  const { scene, act } = await prepare()
  const room = mirrorOf(structuredClone(roomSnapshotOf(scene)))
  const workspace = mirrorOf(structuredClone(workspaceSnapshotOf(scene)))
  const level = () => {
    follow(scene, room, scene.roomId)
    follow(scene, workspace, scene.workspaceId)
    expect(differences(room, roomSnapshotOf(scene))).toEqual([])
    expect(differences(workspace, workspaceSnapshotOf(scene))).toEqual([])
  }
  const outcome = await act()
  expect(outcome).toMatchObject({ ok: true })
  // What shows in another lane, too, follows by a job.
  await scene.clock.pass(0)
  level()
  await scene.clock.pass(5 * second)
  level()
  expect(scene.bugs).toEqual([])
}
