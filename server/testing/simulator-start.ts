import type { Host } from './host.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { Script } from './scripted-agent.ts'
import { scripts } from './scripts.ts'
import { allScripts } from './scripts-all.ts'
import { minded, riskySteps } from './scripts-minded.ts'
import { comeForWork } from './scripts-pull.ts'
import type { Sightings } from './sightings.ts'
import type { Torment } from './torment.ts'
import type { Way } from './torment-goals.ts'

type Start = {
  scene: Scenario
  torment: Torment
  random: Random
  sightings: Sightings
  host: Host | null
  calm: () => boolean
}

/** How honest agents do their work where goals want to see something of it. */
const mindedIn: Partial<Record<Way, Script>> = {
  verdicts: minded.headstrong,
  money: minded.spending,
  rules: minded.careful,
  beside: scripts.erring,
}

/** Brings a run to its start: how each agent behaves, and what its rare ways want of rooms and agents. Ada is always honest. */
export async function arrange(start: Start): Promise<void> {
  const { scene, torment, sightings, calm } = start
  const { cast, pulls, acts, ways } = torment
  const [, ...agents] = scene.agents.values()
  const ownWay = start.host?.script ?? ways.map((way) => mindedIn[way]).find((script) => script !== undefined)
  for (const [i, agent] of agents.entries()) {
    const script = torment.scripts[i] ?? 'honest'
    if (cast.agents[i]?.channel === 'pull') {
      comeForWork(agent, () => (calm() ? 'steady' : (pulls[i] ?? 'steady')))
      sightings.see(`pull: ${pulls[i]}`)
    } else {
      agent.script = ownWay ?? allScripts[script]
      if (ownWay === undefined) sightings.see(`script: ${script}`)
    }
  }
  for (const kind of acts) sightings.see(`people: ${kind}`)
  for (const way of ways) sightings.see(`goals with: ${way}`)
  if (acts.includes('doubt')) await letJudge(start)
  if (ways.includes('money')) await limitSpending(start)
  if (ways.includes('rules')) await layDownRules(start)
}

/** Everybody can judge what others made. */
async function letJudge({ scene }: Start) {
  for (const { id, skills } of scene.rows('agent', scene.workspaceId))
    await scene.people[0]?.must('agent.update', { agentId: id, skills: [...skills, 'critique'] })
  // Rooms hear of it after the commit.
  await scene.clock.wait(5000)
}

/** Every room may use up so much, and every agent but the first. */
async function limitSpending({ scene, random }: Start) {
  const owner = scene.people[0]
  const some = () => ({ tokens: random.pick([100_000, 120_000, 240_000, 400_000]) })
  for (const roomId of scene.rooms) if (random.chance(0.6)) await owner?.must('room.update', { roomId, limits: some() })
  for (const agentId of [...scene.agents.keys()].slice(1))
    if (random.chance(0.6)) await owner?.must('agent.update', { agentId, limits: some() })
}

/** Every room has rules for the steps that agents ask leave for. */
async function layDownRules({ scene, random }: Start) {
  const effects = ['allow', 'ask', 'deny'] as const
  for (const roomId of scene.rooms) {
    const actionRules = riskySteps.slice(0, 2).map((pattern) => ({ pattern, effect: random.pick(effects) }))
    await scene.people[0]?.must('room.update', { roomId, actionRules, actionPolicy: random.pick(effects) })
  }
}
