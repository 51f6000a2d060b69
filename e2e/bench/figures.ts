import type { CallbackFigures } from './callbacks.ts'
import type { CrowdFigures } from './crowd.ts'
import type { Detection } from './engine/detection.ts'
import type { EngineFigures } from './engine/engine.ts'
import type { GrowthFigures, HeldFigures } from './engine/growth.ts'
import type { IdleFigures, MemoryFigures } from './engine/scenarios.ts'
import type { FanFigures } from './fan.ts'
import type { FaultFigures } from './faults.ts'
import type { Floors } from './floors.ts'
import type { LoopFigures } from './loops.ts'
import type { OfferFigures } from './offers.ts'
import type { Pair, Visits } from './pairs.ts'
import type { PeerFigures } from './peers.ts'
import type { SnapshotFigures } from './snapshots.ts'
import type { SwarmFigures } from './swarm.ts'

/** What was measured side by side within some minutes: only figures of one round are divided by each other. */
export type Round = {
  floors?: Floors
  bare?: LoopFigures
  reference?: LoopFigures
  burst?: EngineFigures
  paced?: EngineFigures
  swarm?: SwarmFigures
  pacedSwarm?: SwarmFigures
  peers: PeerFigures[]
}

export type Figures = {
  at: string
  node: string
  machine: string
  rounds: Round[]
  /** Swarms that are played once. */
  swarms: SwarmFigures[]
  crowds: CrowdFigures[]
  fans: FanFigures[]
  growths: GrowthFigures[]
  snapshots: SnapshotFigures[]
  detections: Detection[]
  pairs: Pair[]
  faults?: FaultFigures
  visits?: Visits
  callbacks?: CallbackFigures
  offers?: OfferFigures
  held?: HeldFigures
  memory?: MemoryFigures
  idle?: IdleFigures
  /** How long each scenario took, seconds. */
  seconds: Record<string, number>
  /** Scenarios that did not come to an end, and why. */
  broken: Record<string, string>
}
