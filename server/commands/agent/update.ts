import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { belowSpent, changedLimits, usageOf } from '../../domain/budget.ts'
import { done, type Ports, tell } from '../kit.ts'
import { onOwnAgent, withdrawEverywhere } from './own.ts'
import { fieldProblem, signingWith } from './register.ts'

/** The fields that were given. */
const defined = <T extends object>(patch: T) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

const unproved = (ports: Ports, secret: string) => ({
  status: 'unverified' as const,
  secret: ports.seal(secret),
  secretHint: secret.slice(-4),
  previousSecret: null,
  previousSecretUntil: null,
  verifiedAt: null,
})

/** Changes what is given. A new address is a new endpoint: a fresh secret, and it proves itself again before it gets work. */
export const updateAgent = onOwnAgent<
  ParsedInput<'agent.update'>,
  { status: string; secret?: string; publicKey?: string }
>(
  'agent.update',
  (unit, call, agent) => {
    const { agentId, skills, signing, limits: changes, price, ...patch } = call.input
    const next = {
      ...agent,
      ...defined(patch),
      ...(skills ? { skills: [...new Set(skills.map((skill) => skill.trim().toLowerCase()))] } : {}),
    }
    const limits = changedLimits(agent.limits, changes ?? {})
    const low = belowSpent(changedLimits({}, changes ?? {}), usageOf(unit.spentBy(agentId), null, 0, unit.now))
    if (low) return refuse('invalid', `The limit is too low: ${low}. Choose a higher one, or pause the agent.`)
    const { name, channel, url, description, maxConcurrency, labels } = next
    const problem = fieldProblem(unit, { name, channel, url: url ?? undefined, signing }, agentId)
    if (problem) return problem
    const moved = agent.channel === 'webhook' && url !== agent.url
    const secret = moved ? call.ports.newSecret() : null
    // Asked for again it is what it was: a new pair comes by way of `hmac`.
    const keys = signing !== undefined && signing !== agent.signing ? signingWith(call.ports, signing) : {}
    unit.update('agent', agentId, {
      ...{ name, ...keys, url, description, skills: next.skills, maxConcurrency, labels, limits },
      ...(price === undefined ? {} : { price }),
      ...(secret === null ? {} : unproved(call.ports, secret)),
    })
    tell(unit, call, 'agent.updated', { agentId, movedAddress: moved })
    unit.addJob('lane', { command: 'room.refresh', subjectId: agentId, input: { subjectId: agentId } })
    if (moved) withdrawEverywhere(unit, agentId, 'its address changed')
    const publicKey = unit.get('agent', agentId)?.publicKey
    return done({
      status: moved ? 'unverified' : agent.status,
      ...(secret === null ? {} : { secret }),
      ...(publicKey ? { publicKey } : {}),
    })
  },
  { secret: true },
)
