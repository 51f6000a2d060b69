import { type ActKind, actKinds, type RareActKind, rareActKinds } from './crowd-acts.ts'
import type { Random } from './random.ts'
import { type CastSpec, castOf, castsOf, type Size } from './scenario-cast.ts'
import { type AnyScriptName, anyScriptNames } from './scripts-all.ts'
import { type PullName, pullNames } from './scripts-pull.ts'
import { rareWayNames, type Way, wayNames } from './torment-goals.ts'

const second = 1000
const minute = 60 * second

/** Faults of the machine and of the network, each with how often it strikes when it is on: the most that is drawn. */
export const faults = {
  /** A process is killed at a point of a transaction, or after a message reached its agent (F57 to F60). */
  crash: 0.012,
  /** SIGSTOP for two minutes: its locks are given to others meanwhile (F62). */
  hang: 0.005,
  /** Nothing moves for five seconds (F74). */
  stutter: 0.02,
  /** The clock of a process is an hour ahead or behind for a while; the database's goes on (F67). */
  clock: 1,
  /** The database refuses a commit (F65). */
  refused: 0.1,
  /** A commit is done, its answer lost (F60). */
  unanswered: 0.05,
  /** The database is away for up to twenty seconds (F63). */
  outage: 1,
  /** Our answer to a call is lost (F59). */
  lost: 0.2,
  /** An agent's answer to a message is lost. */
  unheard: 0.15,
  /** Nothing gets through to or from agents for a while (F25, F26). */
  cut: 1,
  /** Somebody steps in at the moment in which a result arrives (F82 to F86, F90). */
  interference: 0.4,
} as const
export type Fault = keyof typeof faults
export const faultNames = Object.keys(faults) as Fault[]

/** Which kinds of trouble a run may draw. */
export type Profile = {
  faults: readonly Fault[]
  scripts: boolean
  people: readonly ActKind[]
  rivals: boolean
  ways: boolean
  /** All agents but the first live on one host, which fails while they work in several rooms. */
  host?: true
  /** Agents judge messages by their signatures, secrets change, and strangers try. */
  keys?: true
}
export const profiles = {
  mixed: { faults: faultNames, scripts: true, people: actKinds, rivals: true, ways: true },
  agents: { faults: [], scripts: true, people: [], rivals: false, ways: true },
  network: { faults: ['lost', 'unheard', 'cut'], scripts: false, people: [], rivals: false, ways: false },
  machine: {
    faults: ['crash', 'hang', 'stutter', 'clock', 'refused', 'unanswered', 'outage'],
    scripts: false,
    people: [],
    rivals: true,
    ways: false,
  },
  people: { faults: ['interference'], scripts: false, people: actKinds, rivals: false, ways: true },
  calm: { faults: [], scripts: false, people: [], rivals: false, ways: false },
  hosts: {
    faults: ['crash', 'stutter', 'lost', 'unanswered'],
    scripts: false,
    people: [],
    rivals: true,
    ways: false,
    host: true,
  },
  keys: {
    faults: ['crash', 'clock', 'lost', 'unheard', 'cut'],
    scripts: false,
    people: ['staff'],
    rivals: true,
    ways: false,
    keys: true,
  },
} as const satisfies Record<string, Profile>
export type ProfileName = keyof typeof profiles

/** The kind of trouble of a seed for which none is named: most have some of everything. */
export const usualProfile = (seed: number): ProfileName =>
  seed % 500 === 113 ? 'hosts' : seed % 200 === 163 ? 'keys' : 'mixed'

/** How one run is tormented: each run turns a random part of the faults on, some heavily. */
export type Torment = {
  /** Faults that come and go and then stop, or some that stay for good while the rest stops. */
  mode: 'safety' | 'liveness'
  size: Size
  cast: CastSpec
  /** How the agents with an address behave, and those who come for their work, in the order of the cast. */
  scripts: AnyScriptName[]
  pulls: PullName[]
  processes: number
  /** How often each fault that is on strikes, 0 to 1. */
  faults: Partial<Record<Fault, number>>
  /** Every fault is on for a part of this time, milliseconds, and off for the rest. */
  tide: number
  /** The longest way of a message, milliseconds. */
  travel: number
  acts: (ActKind | RareActKind)[]
  /** What goals have beside tasks. */
  ways: Way[]
  /** The mean time between two acts of people, milliseconds; 0 for none. */
  people: number
  /** How long faults last, milliseconds. */
  chaos: number
  /** How many windows follow the log. */
  windows: number
  /** From when and for how long the host of all agents but the first is down, milliseconds. */
  host: { after: number; lasts: number } | null
  keys: boolean
}

/** What a run of this profile suffers. What is rare is drawn from a chance of its own: without it a seed plays the same. */
export function drawTorment(random: Random, rare: Random, name: ProfileName): Torment {
  const profile: Profile = profiles[name]
  const torment = drawUsual(random, profile)
  const often = /^(tiny|short)$/.test(torment.size) ? 0.03 : 0.12
  if (profile.ways) torment.ways.push(...rareWayNames.filter(() => rare.chance(often)))
  if (profile.people.length > 0) {
    torment.acts.push(...rareActKinds.filter(() => rare.chance(name === 'people' ? 0.4 : 0.08)))
    // Who is asked answers, now and then.
    for (const way of torment.ways)
      for (const act of answeredBy[way] ?? []) if (rare.chance(0.5)) torment.acts.push(act)
  }
  if (torment.acts.length > 0 && torment.people === 0) torment.people = rare.pick(paces[torment.size])
  if (profile.ways && rare.chance(often)) torment.ways.push('beside')
  if (torment.people > 0 && rare.chance(0.04)) torment.acts.push('leave_work')
  return torment
}

/** What people do about what a goal asks of them. */
const answeredBy: Partial<Record<Way, readonly (ActKind | RareActKind)[]>> = {
  vague: ['choose'],
  verdicts: ['choose', 'rework'],
  money: ['fund', 'choose'],
  rules: ['decide', 'leave'],
}

function drawUsual(random: Random, profile: Profile): Torment {
  const size = profile.host ? 'fleet' : drawSize(random)
  const quick = /^(tiny|short)$/.test(size)
  const cast = castOf(random.pick(castsOf(size)))
  const kinds = Array.from({ length: random.between(1, 3) }, () => random.pick(anyScriptNames))
  const acting = profile.people.filter(() => random.chance(0.5))
  const struck: Torment['faults'] = {}
  for (const fault of profile.faults)
    if (random.chance(0.25)) struck[fault] = faults[fault] * (random.chance(0.2) ? 1 : random.next() * 0.6)
  return {
    mode: random.chance(0.5) ? 'safety' : 'liveness',
    size,
    cast,
    scripts: cast.agents.map(() => (profile.scripts ? random.pick(kinds) : 'honest')),
    pulls: cast.agents.map(() => (profile.scripts ? random.pick(pullNames) : 'steady')),
    processes: profile.rivals && random.chance(0.3) ? random.between(2, 3) : 1,
    faults: struck,
    tide: random.between(20 * second, 4 * minute),
    travel: random.pick([1, 2, 50, 400, 5000]),
    acts: acting,
    ways: profile.ways ? wayNames.filter(() => random.chance(quick ? 0.07 : 0.3)) : [],
    people: acting.length > 0 ? random.pick(paces[size]) : 0,
    chaos: random.between(...spans[size]),
    windows: random.chance(quick ? 0.08 : 1) ? 1 : 0,
    host: profile.host ? { after: random.between(5, 15) * second, lasts: random.between(30, 240) * second } : null,
    keys: profile.keys === true,
  }
}

/** Most runs are small, some are large. */
function drawSize(random: Random): Size {
  const part = random.next()
  return part < 0.6 ? 'tiny' : part < 0.96 ? 'short' : part < 0.993 ? 'middling' : 'long'
}

const paces: Record<Size, number[]> = {
  tiny: [40 * second, 15 * second],
  short: [60 * second, 30 * second, 12 * second],
  middling: [4 * minute, 1.5 * minute, 0.5 * minute],
  fleet: [4 * minute],
  long: [4 * minute, 1.5 * minute, 0.5 * minute],
}
const spans: Record<Size, [number, number]> = {
  tiny: [15 * second, 60 * second],
  short: [30 * second, 2 * minute],
  middling: [5 * minute, 30 * minute],
  long: [10 * minute, 40 * minute],
  fleet: [3 * minute, 6 * minute],
}
