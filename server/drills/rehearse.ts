import { type ConditionName, conditionTitles } from '../domain/drill.ts'
import { type Compared, compareScores } from '../domain/scorecard.ts'
import type { Cast } from './cast.ts'
import type { Condition } from './condition.ts'
import type { Person } from './person.ts'
import { type Played, play } from './play.ts'

/** A condition played twice: as the coordinator is, and without its recovery; played without alone, `with` is that play. `ok` is whether all that was expected was seen. */
export type Rehearsed = {
  name: ConditionName
  title: string
  kind: string
  fault: string
  ok: boolean
  with: Played
  without: Played | null
  compared: Compared[]
}
export type Asked = {
  workspaceId: string
  seed: number
  /** With it the play without recovery runs beside; without it that one is the only one. */
  recovery: boolean
  beside: readonly string[]
  roomFor: (condition: ConditionName, recovery: boolean) => Promise<string>
}

/** Plays a condition, and beside it the same without recovery; both at once, each in its own room. */
export async function rehearse(person: Person, cast: Cast, condition: Condition, asked: Asked): Promise<Rehearsed> {
  const { workspaceId, seed, beside } = asked
  const once = async (recovery: boolean) =>
    play(person, cast, condition, {
      ...{ workspaceId, seed, recovery, beside },
      roomId: await asked.roomFor(condition.name, recovery),
    })
  const [withIt, without] = await Promise.all([once(asked.recovery), asked.recovery ? once(false) : null])
  const { name, kind, fault } = condition
  return {
    ...{ name, title: conditionTitles[name], kind, fault, without, with: withIt },
    ok: withIt.verdicts.every((one) => one.ok),
    compared: compareScores(withIt.figures, without?.figures ?? null),
  }
}

/** Runs so many at a time, in order; answers come in the order given. */
export async function severalAtOnce<T, R>(things: readonly T[], width: number, run: (thing: T) => Promise<R>) {
  const answers: R[] = []
  const left = [...things.entries()]
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = left.shift(); next; next = left.shift()) answers[next[0]] = await run(next[1])
    }),
  )
  return answers
}
