import { signatureHeader, verifySignature } from '../adapters/webhook/signature.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { Answer, Message, Script, ScriptedAgent } from './scripted-agent.ts'
import type { Sightings } from './sightings.ts'
import { Strangers } from './strangers.ts'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute
/** A process knows an agent's row for two seconds, and a message is on its way for a while. */
const underWayMs = 15 * second

/** How an agent minds its secret. */
const keyWays = ['prompt', 'late', 'forgetful', 'mixed_up', 'fast_clock'] as const
type KeyWay = (typeof keyWays)[number]
type Ring = { way: KeyWay; known: string[]; rotatedAt: number; answered: Map<string, Answer>; caught: Message[] }
type Deps = { scene: Scenario; random: Random; sightings: Sightings }

/** What signatures can show: each must be met. */
export const keySituations: readonly string[] = [
  ...keyWays.map((way) => `secrets: ${way}`),
  'a message verified by its receiver',
  'a message verified by the secret before',
  'a message refused by its receiver: no_match',
  'a message refused by its receiver: too_old',
  'a message refused by its receiver: too_new',
  'a message known again by its id',
  'a secret refused a day after it was replaced',
  ...['forged', 'old', 'changed', 'again'].map((trick) => `a stranger sent a message: ${trick}`),
]

/** Agents that judge what reaches them by its signature (agent-protocol.md 2), and strangers who send them something too. */
export class Keys {
  private readonly rings = new Map<string, Ring>()
  private mended = false
  /** Whether what arrives at this moment is a stranger's. */
  private strange = false

  readonly strangers: Strangers

  constructor(private readonly deps: Deps) {
    const { scene } = deps
    this.strangers = new Strangers(deps)
    scene.disk.listeners.add((unit) => {
      for (const { data, type } of unit.events) if (type === 'agent.secret_rotated') this.rotated(String(data.agentId))
    })
  }

  /** Gives each agent but the first a way to mind its secret; one secret may be changed a day before, less a little. */
  async begin(): Promise<void> {
    const { scene, random, sightings } = this.deps
    const agents = [...scene.agents.values()].slice(1).filter((agent) => this.secretOf(agent.id) !== null)
    for (const agent of agents) {
      const way = random.pick(keyWays)
      sightings.see(`secrets: ${way}`)
      const known = [this.secretOf(way === 'mixed_up' ? [...scene.agents.keys()][0] : agent.id) ?? '']
      this.rings.set(agent.id, { way, known, rotatedAt: 0, answered: new Map(), caught: [] })
      agent.script = this.guard(agent.script)
    }
    const [first] = agents
    if (!first || !random.chance(0.4)) return
    await scene.people[0]?.must('agent.rotate_secret', { agentId: first.id })
    await scene.clock.wait(day - random.between(-1, 90) * second)
  }

  /** Secrets change and strangers try, until `calm`. */
  trouble(calm: () => boolean) {
    const { scene, random } = this.deps
    if (calm()) return
    const ids = [...this.rings.keys()]
    const agent = scene.agents.get(ids.length > 0 ? random.pick(ids) : '')
    if (agent && random.chance(0.15))
      void scene.people[0]?.do('agent.rotate_secret', { agentId: agent.id, revoke: random.chance(0.3) })
    else if (agent && random.chance(0.6)) this.stranger(agent)
    else void this.strangers.call()
    scene.clock.after(random.between(2, 25) * second, () => this.trouble(calm))
  }

  /** Everybody has the secret of the moment and the right time. */
  mend() {
    this.mended = true
    for (const [id, ring] of this.rings) Object.assign(ring, { way: 'late', known: [this.secretOf(id)] })
  }

  /** What an agent does that looks at the signature first and at a known id never twice. */
  guard(script: Script): Script {
    return (message, agent) => {
      const ring = this.rings.get(agent.id)
      if (!ring) return script(message, agent)
      if (!this.verified(ring, message, agent)) return { status: 401 }
      ring.caught.push(message)
      const before = ring.answered.get(message.id)
      if (before) this.deps.sightings.see('a message known again by its id')
      const answer = before ?? script(message, agent)
      if (answer !== 'unreachable' && answer.status < 300) ring.answered.set(message.id, answer)
      return answer
    }
  }

  private verified(ring: Ring, { id, sign, type }: Message, agent: ScriptedAgent): boolean {
    const { sightings } = this.deps
    const now = agent.now() + (ring.way === 'fast_clock' ? 10 * minute : 0)
    const sent = sign()
    const verdict = verifySignature({ id, ...sent, secrets: ring.known, nowSeconds: Math.floor(now / second) })
    const old = agent.now() - ring.rotatedAt
    const replaced = ring.rotatedAt > 0 && !ring.known.includes(this.secretOf(agent.id) ?? '')
    if (verdict.ok) {
      sightings.see('a message verified by its receiver')
      if (replaced) sightings.see('a message verified by the secret before')
      const offMs = Math.abs(Number(sent.timestamp) * second - agent.now())
      if (replaced && old > day + offMs + underWayMs) agent.complain(`I30 a secret is good for a day: ${type}`)
      return true
    }
    sightings.see(`a message refused by its receiver: ${verdict.code}`)
    if (replaced && old > day) sightings.see('a secret refused a day after it was replaced')
    const holds = ring.known.includes(this.secretOf(agent.id) ?? '')
    if (!this.strange && verdict.code === 'no_match' && holds && old > underWayMs && this.secretOf(agent.id) !== null)
      agent.complain(`I30 every message verifies with the secret of the moment: ${type}`)
    return false
  }

  private secretOf(agentId: string | undefined): string | null {
    const { scene } = this.deps
    const sealed = scene.disk.findAgent(agentId ?? '')?.secret ?? null
    return sealed === null ? null : scene.ports.unseal(sealed)
  }

  private rotated(agentId: string) {
    const { scene, random } = this.deps
    const ring = this.rings.get(agentId)
    if (!ring) return
    ring.rotatedAt = scene.clock.now
    const takesUp = () => {
      ring.known = [this.secretOf(agentId) ?? '']
    }
    if (this.mended || ring.way === 'prompt') scene.clock.after(0, takesUp)
    else if (ring.way === 'late') scene.clock.after(random.between(1, 300) * second, takesUp)
  }

  /** Somebody else sends the agent a message: made up, caught long ago, caught and changed, or caught and sent once more. */
  private stranger(agent: ScriptedAgent) {
    const { scene, random, sightings } = this.deps
    const ring = this.rings.get(agent.id)
    const caught = ring?.caught.at(-1)
    if (!ring || !caught) return
    const tricks = { forged: 0, old: random.between(6, 20) * minute, changed: 0, again: random.between(0, 20) * second }
    const trick = random.pick(Object.keys(tricks) as (keyof typeof tricks)[])
    const sent = caught.sign()
    const timestampSeconds = Math.floor(scene.clock.now / second)
    const body = trick === 'changed' ? sent.body.replace('{', '{ ') : sent.body
    const made = {
      timestamp: String(timestampSeconds),
      signature: signatureHeader({ id: caught.id, timestampSeconds, body, secrets: [`whsec_${'0'.repeat(32)}`] }),
      body,
    }
    const sign = () => (trick === 'forged' ? made : { ...sent, body })
    scene.clock.after(tricks[trick], () => {
      const before = ring.answered.get(caught.id)
      const handed = agent.assignments.size
      sightings.see(`a stranger sent a message: ${trick}`)
      this.strange = true
      const answer = agent.script({ ...caught, at: scene.clock.now, sign }, agent)
      this.strange = false
      const taken = answer !== 'unreachable' && answer.status < 300
      if (taken && (trick !== 'again' || answer !== before) && this.rings.get(agent.id) === ring)
        agent.complain(`I30 nobody else's message is taken: ${trick}, ${handed} hand-outs`)
    })
  }
}
