import { type Person, Scenario } from './scenario.ts'
import type { ScriptedAgent } from './scripted-agent.ts'

// What tests of the coordinator set up and look at again and again.

/** A scenario with these agents in the order in which they are asked, and a goal. */
export async function staffed(agents: Parameters<Scenario['agent']>[0][], goal: Parameters<Scenario['goal']>[0] = {}) {
  const scene = await Scenario.open()
  for (const agent of agents) await scene.agent(agent)
  const goalId = await scene.goal(goal)
  return { scene, ana: scene.people[0] as Person, goalId }
}

/** Two agents, of which the one described is asked first, and a goal of one task. */
export async function twoAgents(first: Parameters<Scenario['agent']>[0], goal: Parameters<Scenario['goal']>[0] = {}) {
  const scene = await Scenario.open()
  const one = await scene.agent({ name: 'Bo', ...first })
  const ada = await scene.agent({ name: 'Cy' })
  await scene.goal(goal)
  return { scene, one, ada }
}

/** A deliverable of Ada's that waits for Ana or Ben. */
export async function inReview() {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada' })
  const ben = await scene.join('Ben')
  const goalId = await scene.goal()
  await scene.clock.pass(60_000)
  return { scene, goalId, ana: scene.people[0] as Person, ben, named: () => named(scene) }
}

/** What became of each attempt on a task, oldest first: how it failed, or else its status. */
export const outcomes = (scene: Scenario, key?: string) => scene.attempts(key).map((one) => one.failure ?? one.status)

/** All that the room was told, a line each. */
export const told = (scene: Scenario) => scene.said().join('\n')

/** The hand-outs that reached or left for one agent, by the moment of each. */
export const sends = (scene: Scenario, agent: ScriptedAgent) =>
  scene.sent.filter((one) => one.agentId === agent.id && one.type === 'attempt.requested')

/** The newest version, of one task when its key is given, named as reviewers name it. */
export function named(scene: Scenario, key?: string) {
  const [version] = scene
    .rows('version')
    .filter(({ taskId }) => key === undefined || taskId === scene.task(key).id)
    .sort((a, b) => b.number - a.number)
  return { deliverableId: version?.deliverableId ?? '', versionId: version?.id ?? '', sha256: version?.sha256 ?? '' }
}
