import type { BareLoop } from './bare.ts'
import type { CrowdFigures } from './crowd.ts'
import { type EngineRun, engineTable, engineVerdicts } from './engine/table.ts'
import type { Floors } from './floors.ts'
import type { Spread } from './measure.ts'
import type { SwarmFigures } from './swarm.ts'
import type { Verdict } from './verdict.ts'

export type Figures = {
  at: string
  node: string
  machine: string
  floors?: Floors
  bareLoop?: BareLoop
  swarms: SwarmFigures[]
  crowds: CrowdFigures[]
  engine: EngineRun
}

/** What the product must reach: absolute figures, and shares of what was measured beside them in the same run. */
export function verdictsOf({ floors, bareLoop, swarms, crowds, engine }: Figures): Verdict[] {
  const verdicts: Verdict[] = []
  const say = (ok: boolean, text: string, must = true) => verdicts.push({ ok, must, text })
  for (const { name, faults, stepsPerSecond, handOn } of swarms) {
    say(faults.length === 0, `${name}: nothing lost, nothing doubled`)
    if (name.startsWith('burst')) {
      say(stepsPerSecond >= 1000, `${name}: ${stepsPerSecond} steps/s; 1,000 wanted`)
      if (bareLoop && name === 'burst, callback') {
        const share = Math.round((stepsPerSecond / bareLoop.stepsPerSecond) * 100)
        say(share >= 80, `C5 ${name}: ${share} % of the bare loop; 80 % wanted`)
      }
    }
    if (name.startsWith('paced') && floors) {
      const limit = 25 + floors.single.p99
      say(handOn.p99 <= limit, `C9 ${name}: hand-on p99 ${handOn.p99} ms; ${limit.toFixed(1)} allowed`)
      say(handOn.p50 <= 12 * floors.single.p50, `C9 ${name}: hand-on p50 ${handOn.p50} ms; 12 transitions allowed`)
    }
  }
  for (const { name, faults, commitToClient } of crowds) {
    say(faults.length === 0, `${name}: everybody saw everything once, in order`)
    say(commitToClient.p99 <= 150, `F1 ${name}: commit to client p99 ${commitToClient.p99} ms; 150 allowed`)
    say(commitToClient.p99 <= 80, `F1 ${name}: commit to client p99 ${commitToClient.p99} ms; 80 aimed at`, false)
  }
  return [...verdicts, ...engineVerdicts(engine, floors)]
}
