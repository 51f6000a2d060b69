import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { lookOf, passesForOffice } from '../../domain/text/look-alike.ts'
import { type Agent, type Channel, closedBreaker, freshAgent } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, type Ports, tell } from '../kit.ts'

type Fields = Omit<ParsedInput<'agent.register'>, 'workspaceId'>
export type Registered = {
  agentId: string
  name: string
  status: 'unverified'
  token: string
  secret?: string
  publicKey?: string
}

const spoken: readonly Channel[] = ['webhook', 'pull']

/** In one workspace; the swarm that was measured has 300. */
const mostAgents = 2000

/** Registers an agent. Token and secret are in the answer and nowhere else in the clear. */
export const registerAgent: Command<ParsedInput<'agent.register'>, Registered> = {
  name: 'agent.register',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  secret: true,
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'agent.register')
    if (!allowed.ok) return allowed
    const { workspaceId: _, ...fields } = call.input
    const problem = tooMany(unit, 1) ?? fieldProblem(unit, fields)
    if (problem) return problem
    const registered = addAgent(unit, call.ports, allowed.member.id, fields)
    tell(unit, call, 'agent.registered', { agentId: registered.agentId, name: fields.name })
    return done(registered)
  },
}

export const registerManyAgents: Command<ParsedInput<'agent.register_many'>, { agents: Registered[] }> = {
  name: 'agent.register_many',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  secret: true,
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'agent.register')
    if (!allowed.ok) return allowed
    const full = tooMany(unit, call.input.agents.length)
    if (full) return full
    const agents: Registered[] = []
    for (const fields of call.input.agents) {
      const problem = fieldProblem(unit, fields)
      if (problem) return problem
      agents.push(addAgent(unit, call.ports, allowed.member.id, fields))
    }
    tell(unit, call, 'agent.registered', { agentIds: agents.map((agent) => agent.agentId) })
    return done({ agents })
  },
}

function tooMany(unit: Unit, more: number): Refusal | null {
  const here = [...unit.tables.agent.all()].filter((one) => one.status !== 'removed').length
  if (here + more <= mostAgents) return null
  return refuse(
    'limit_reached',
    `A workspace has at most ${mostAgents} agents, and here are ${here}. Remove some first.`,
  )
}

export function fieldProblem(
  unit: Unit,
  fields: { name: string; channel: Channel; url?: string | undefined; signing?: Agent['signing'] | undefined },
  except?: string,
): Refusal | null {
  if (!spoken.includes(fields.channel))
    return refuse('invalid', `The channel ${fields.channel} is not spoken yet: use webhook or pull.`, [
      { path: 'channel', message: 'webhook or pull' },
    ])
  if (fields.channel === 'webhook' && !fields.url)
    return refuse('invalid', 'A webhook agent needs a URL that takes POST requests.', [
      { path: 'url', message: 'give the address' },
    ])
  if (fields.signing === 'ed25519' && fields.channel !== 'webhook')
    return refuse('invalid', 'Only what we send is signed, and this agent is sent nothing: leave signing out.', [
      { path: 'signing', message: 'for webhook agents' },
    ])
  const look = lookOf(fields.name)
  if (look === '')
    return refuse('invalid', 'A name needs letters that can be seen.', [{ path: 'name', message: 'cannot be seen' }])
  if (passesForOffice(fields.name))
    return refuse('invalid', `"${fields.name}" is reserved. Choose a name of the agent's own.`, [
      { path: 'name', message: 'reserved' },
    ])
  const twin = [...unit.tables.agent.all(), ...unit.tables.member.all()].find(
    (one) => one.id !== except && one.status !== 'removed' && lookOf(one.name) === look,
  )
  if (twin)
    return refuse(
      'conflict',
      `Somebody in this workspace is called "${twin.name}" already, or looks so. Choose another name.`,
      [{ path: 'name', message: 'taken' }],
    )
  return null
}

export function addAgent(unit: Unit, ports: Ports, ownerId: string, fields: Fields): Registered {
  const token = ports.newToken('mst_agt_')
  const secret = fields.channel === 'webhook' ? ports.newSecret() : null
  const keys = signingWith(ports, fields.signing ?? 'hmac')
  const agent: Agent = unit.insert('agent', {
    id: unit.newId(),
    workspaceId: unit.laneId,
    ownerId,
    name: fields.name.trim(),
    channel: fields.channel,
    url: fields.url ?? null,
    description: fields.description,
    skills: [...new Set(fields.skills.map((skill) => skill.trim().toLowerCase()))],
    labels: fields.labels,
    maxConcurrency: fields.maxConcurrency,
    status: 'unverified',
    reason: null,
    tokenHash: ports.hashToken(token),
    tokenHint: token.slice(-4),
    secret: secret === null ? null : ports.seal(secret),
    secretHint: secret === null ? null : secret.slice(-4),
    previousSecret: null,
    previousSecretUntil: null,
    breaker: closedBreaker,
    throttledUntil: null,
    ...freshAgent,
    ...keys,
    verifiedAt: null,
    lastSeenAt: null,
    createdAt: unit.now,
  })
  unit.appends.slots.push(agent.id)
  return {
    agentId: agent.id,
    name: agent.name,
    status: 'unverified',
    token,
    ...(secret === null ? {} : { secret }),
    ...(keys.publicKey === null ? {} : { publicKey: keys.publicKey }),
  }
}

/** How an agent's messages are signed from now on: with a new key pair, its private half sealed, or with the secret alone. */
export function signingWith(
  ports: Pick<Ports, 'newKeyPair' | 'seal'>,
  signing: Agent['signing'],
): Pick<Agent, 'signing' | 'publicKey' | 'privateKey'> {
  if (signing === 'hmac') return { signing, publicKey: null, privateKey: null }
  const { privateKey, publicKey } = ports.newKeyPair()
  return { signing, publicKey, privateKey: ports.seal(privateKey) }
}
