import type { DrillRun } from '../contract/commands/drill.ts'
import type { WorkspaceSnapshot } from '../contract/workspace-snapshot.ts'
import { type ConditionName, conditionNames, type DrillCast, drillSkill, openConditions } from '../domain/drill.ts'
import { hasSkills } from '../domain/matching/candidate.ts'
import type { Cast } from './cast.ts'
import { conditions } from './conditions.ts'
import type { Person } from './person.ts'
import { type Rehearsed, rehearse, severalAtOnce } from './rehearse.ts'

/** A drill that was started: its room, and what to play there. */
export type Order = {
  workspaceId: string
  drillId: string
  roomId: string
  name: ConditionName | 'all'
  seed: number
  cast: DrillCast
  recovery: boolean
}
/** Conditions at once: each has two rooms, and the machine is shared. */
const width = 3
/** Well within the 45 s after which a drill counts as interrupted. */
const sayEveryMs = 15_000

/** Plays what was ordered and reports what it came to, also when it could not be played. */
export async function playOrder(person: Person, cast: Cast, order: Order): Promise<Rehearsed[]> {
  const { drillId, roomId } = order
  const side: Side[] = []
  // Whoever has ended says no to it, which is as good.
  const alive = setInterval(() => {
    for (const one of [{ drillId, roomId }, ...side])
      person.command('drill.report', { ...one, status: 'running' }).catch(() => undefined)
  }, sayEveryMs)
  try {
    const rehearsed = await playAll(person, cast, order, side)
    const [only] = rehearsed.length === 1 ? rehearsed : []
    await person.command('drill.report', {
      ...{ roomId, drillId, status: 'ended', runs: rehearsed.map(runOf) },
      ...(only ? { goalId: only.with.goalId } : {}),
    })
    return rehearsed
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    for (const one of [{ drillId, roomId }, ...side])
      await person.command('drill.report', { ...one, status: 'failed', reason }).catch(() => undefined)
    throw error
  } finally {
    clearInterval(alive)
  }
}

/** A play beside the drill's own room, in a room of its own. */
type Side = { drillId: string; roomId: string }

async function playAll(person: Person, cast: Cast, order: Order, side: Side[]): Promise<Rehearsed[]> {
  const { workspaceId, seed, name } = order
  const beside = await agentsOf(person, order)
  const wanted = name === 'all' ? conditionNames : [name]
  // The drill's own room is the stage of its one condition; every other play has a room of its own.
  const roomFor = async (condition: ConditionName, recovery: boolean) => {
    if (recovery === order.recovery && name !== 'all') return order.roomId
    const begun = await person.command<Side>('drill.start', {
      ...{ workspaceId, name: condition, seed, cast: order.cast, recovery, played: 'elsewhere', beside: true },
    })
    side.push(begun)
    return begun.roomId
  }
  return severalAtOnce(wanted, width, async (one) => {
    const asked = {
      workspaceId,
      seed,
      beside: openConditions.has(one) ? beside : [],
      recovery: order.recovery,
      roomFor,
    }
    const rehearsed = await rehearse(person, cast, conditions[one], asked)
    await close(person, rehearsed, side)
    return rehearsed
  })
}

/** Rooms beside are told what came of them and put away: they are looked at from the drill. */
async function close(person: Person, rehearsed: Rehearsed, side: readonly Side[]) {
  for (const play of [rehearsed.with, rehearsed.without]) {
    const begun = side.find((one) => one.roomId === play?.roomId)
    if (!play || !begun) continue
    await person.command('drill.report', {
      ...{ ...begun, goalId: play.goalId, status: 'ended', runs: [runOf(rehearsed)] },
    })
    await person.command('room.update', { roomId: begun.roomId, status: 'archived' })
  }
}

/** The agents that play beside the scripted ones: active, and with the skill that the conditions ask for. Throws a sentence when there is none. */
async function agentsOf(person: Person, { cast, workspaceId }: Order): Promise<readonly string[]> {
  if (cast === 'scripted') return []
  const { agents } = await person.get<WorkspaceSnapshot>(`workspaces/${workspaceId}/snapshot`)
  const chosen = agents.filter((one) => (cast === 'crew' ? one.labels.crew !== undefined : cast.includes(one.id)))
  const fit = chosen.filter((one) => one.status === 'active' && hasSkills(one.skills, [drillSkill]))
  if (fit.length === 0)
    throw new Error(
      `Nobody can play beside the cast: ${chosen.length === 0 ? 'these agents are not here' : `none of these agents is active and has the skill ${drillSkill}`}.`,
    )
  return fit.map((one) => one.id)
}

const runOf = (one: Rehearsed): DrillRun => {
  const played = ({ roomId, goalId, status, seconds }: Rehearsed['with']) => ({ roomId, goalId, status, seconds })
  return {
    ...{ name: one.name, kind: one.kind, fault: one.fault, ok: one.ok },
    verdicts: one.with.verdicts,
    with: played(one.with),
    without: one.without && played(one.without),
    figures: one.compared.map(({ name, title, with: withIt, without, ahead }) => ({
      ...{ name, title, unit: withIt.unit, with: withIt.text, without: without?.text ?? null, ahead },
    })),
  }
}
