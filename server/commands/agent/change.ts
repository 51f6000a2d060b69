import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { day } from '../../domain/clocks.ts'
import type { Agent } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { type Call, done, tell } from '../kit.ts'
import { onOwnAgent, withdrawEverywhere } from './own.ts'

type Empty = Record<string, never>

/** A new signing secret; the one before is good for another day, unless it is to be revoked at once. */
export const rotateSecret = onOwnAgent<
  ParsedInput<'agent.rotate_secret'>,
  { secret: string; previousValidUntil: number | null }
>(
  'agent.rotate_secret',
  (unit, call, agent) => {
    if (agent.secret === null)
      return refuse('conflict', 'This agent has no signing secret: it pulls its work with its token.')
    const secret = call.ports.newSecret()
    const until = call.input.revoke ? null : unit.now + day
    unit.update('agent', agent.id, {
      secret: call.ports.seal(secret),
      secretHint: secret.slice(-4),
      previousSecret: call.input.revoke ? null : agent.secret,
      previousSecretUntil: until,
    })
    tell(unit, call, 'agent.secret_rotated', { agentId: agent.id, previousValidUntil: until })
    return done({ secret, previousValidUntil: until })
  },
  { secret: true },
)

/** It gets nothing new until it is resumed; what it holds it may finish. */
export const pauseAgent = onOwnAgent<ParsedInput<'agent.pause'>, Empty>('agent.pause', (unit, call, agent) => {
  if (agent.status !== 'active')
    return refuse('conflict', `The agent is ${agent.status}; only an active one can be paused.`)
  unit.update('agent', agent.id, { status: 'paused' })
  tell(unit, call, 'agent.paused', { agentId: agent.id })
  return done({})
})

/** A paused agent gets work again; one that was turned off has to pass its test first. */
export const resumeAgent = onOwnAgent<ParsedInput<'agent.resume'>, Empty>('agent.resume', (unit, call, agent) => {
  if (agent.status === 'disabled' || agent.status === 'unverified')
    return refuse('conflict', 'Coming back needs a passing test: verify the agent.')
  if (agent.status !== 'paused') return done({})
  unit.update('agent', agent.id, {
    status: agent.verifiedAt === null ? 'unverified' : 'active',
  })
  tell(unit, call, 'agent.resumed', { agentId: agent.id })
  return done({})
})

/** Takes an agent out of the workspace, as its owner or an admin. */
export const removeAgent = onOwnAgent<ParsedInput<'agent.remove'>, Empty>('agent.remove', (unit, call, agent) => {
  retire(unit, call, agent)
  return done({})
})

/** Takes an agent out for good: its secrets are gone, what it holds goes to others. */
export function retire(unit: Unit, call: Call<unknown, unknown>, { id }: Agent) {
  unit.update('agent', id, {
    status: 'removed',
    secret: null,
    previousSecret: null,
    previousSecretUntil: null,
    privateKey: null,
  })
  tell(unit, call, 'agent.removed', { agentId: id })
  withdrawEverywhere(unit, id, 'was removed', true)
}
