import { createRate } from '../auth/rate.ts'
import { type Refusal, refuse } from '../contract/problems.ts'

const minute = 60_000
/** A command may make many things at once: in an hour so many of them, by commands in a minute. Four whole plans at the default. */
const thingsByPace = 40

/** How fast a person may give commands, over all their windows and tokens; counted in this process. */
export type Pace = {
  /** Before a command is read. */
  command(userId: string): Refusal | null
  /** Before it is carried out: how many tasks, items or agents it brings. */
  things(userId: string, many: number): Refusal | null
}

/** At most `perMinute` commands a minute, and forty times as many things an hour. */
export function createPace(perMinute: number, now: () => number): Pace {
  const commands = createRate({ limit: perMinute, windowMs: minute }, now)
  const most = perMinute * thingsByPace
  const things = createRate({ limit: most, windowMs: 60 * minute }, now)
  return {
    command: (userId) => tooFast(commands.take(userId), `At most ${perMinute} commands a minute.`),
    things: (userId, many) =>
      many === 0 ? null : tooFast(things.take(userId, many), `At most ${most} tasks, items and agents an hour.`),
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
