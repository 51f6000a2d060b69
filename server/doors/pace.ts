import { createRate } from '../auth/rate.ts'
import { type Refusal, refuse } from '../contract/problems.ts'
import type { Actor } from '../domain/permission.ts'

const minute = 60_000
/** A command may make many things at once: in an hour so many of them, by commands in a minute. 120 whole plans at the default. */
const thingsByPace = 40

/** How fast somebody may give commands and speak, over all their windows and tokens; counted in this process. */
export type Pace = {
  /** Before a command or message is read. */
  command(key: string): Refusal | null
  /** Before it is carried out: how many tasks, items or agents it brings. */
  things(key: string, many: number): Refusal | null
}

/** Whose pace a call is at: a person's by whatever token, an agent's by its own. */
export const callerKey = (actor: Actor): string =>
  actor.kind === 'member' ? actor.userId : actor.kind === 'agent' ? actor.agentId : actor.kind

/** At most `perMinute` commands a minute, and forty times as many things an hour. */
export function createPace(perMinute: number, now: () => number): Pace {
  const commands = createRate({ limit: perMinute, windowMs: minute }, now)
  const most = perMinute * thingsByPace
  const things = createRate({ limit: most, windowMs: 60 * minute }, now)
  return {
    command: (key) => tooFast(commands.take(key), `At most ${perMinute} commands a minute.`),
    things: (key, many) =>
      many === 0 ? null : tooFast(things.take(key, many), `At most ${most} tasks, items and agents an hour.`),
  }
}

/** How many things a command's input brings. */
export function thingsIn(input: object): number {
  const { plan, items, agents } = input as { plan?: { tasks?: unknown }; items?: unknown; agents?: unknown }
  return [plan?.tasks, items, agents].reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0)
}

const tooFast = (waitMs: number, rule: string): Refusal | null =>
  waitMs === 0
    ? null
    : {
        ...refuse('throttled', `${rule} Wait a little; nothing was done.`),
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      }
