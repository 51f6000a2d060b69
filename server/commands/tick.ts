import { type Command, done } from './kit.ts'

/** A clock of this lane has run out: the coordinator's watch looks at it. */
export const tick: Command<{ laneId: string }, Record<string, never>> = {
  name: 'lane.tick',
  lane: ({ laneId }) => ({ lane: laneId }),
  run(unit) {
    unit.watch = true
    return done({})
  },
}
