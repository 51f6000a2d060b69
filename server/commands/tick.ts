import type { Unit } from '../store/unit.ts'
import { type Command, done } from './kit.ts'

type Input = {
  laneId: string
  /** For how long whoever looks at the clocks has been there, milliseconds. */
  upMs: number
}

const up = new WeakMap<Unit, number>()
/** For how long the process that looks at this lane's clocks has been there, milliseconds. */
export const watcherUp = (unit: Unit): number => up.get(unit) ?? Number.POSITIVE_INFINITY

/** A clock of this lane has run out: the coordinator's watch looks at it. */
export const tick: Command<Input, Record<string, never>> = {
  name: 'lane.tick',
  lane: ({ laneId }) => ({ lane: laneId }),
  run(unit, { input }) {
    unit.watch = true
    up.set(unit, input.upMs)
    return done({})
  },
}
