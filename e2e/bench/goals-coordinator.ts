import type { EngineFigures } from './engine/engine.ts'
import type { Figures, Round } from './figures.ts'
import { by, type Goal, goal, good, over, sound } from './goal.ts'
import { graphile } from './peers.ts'

const burstOf = ({ burst }: Round) => good(burst)?.stepsPerSecond
const peersOf = ({ peers }: Round, style: string) => peers.filter((one) => one.style === style && good(one))
const graphileOf = (round: Round, style: string) => peersOf(round, style).find(({ name }) => name === graphile.name)
const bestOf = (round: Round) => peersOf(round, 'burst').sort((a, b) => b.stepsPerSecond - a.stepsPerSecond)[0]
const percent = (share: number | undefined) => share && share * 100

/** C1 to C10 and C12: the coordinator against floors and peers of the same round. */
export function coordinatorGoals({ rounds }: Figures): Goal[] {
  const within = (of: (round: Round) => number | undefined) => over(rounds.map(of))
  const best = rounds.map(bestOf).find((one) => one !== undefined)
  return [
    ...rounds.flatMap(({ burst, paced, swarm, pacedSwarm, reference }, i) =>
      [burst, paced, swarm, pacedSwarm, reference].flatMap((one) =>
        one ? [sound('', `round ${i + 1}, ${one.name}: nothing lost, nothing doubled`, one.faults)] : [],
      ),
    ),
    ...goal(
      'C1',
      'engine burst, times graphile-worker',
      within((round) => by(burstOf(round), graphileOf(round, 'burst')?.stepsPerSecond)),
      {
        ...{ must: 6, aim: 12, atLeast: true, unit: '×' },
      },
    ),
    ...goal(
      'C1',
      `engine burst, times the best peer (${best?.name})`,
      within((round) => by(burstOf(round), bestOf(round)?.stepsPerSecond)),
      {
        ...{ must: 10, aim: 10, atLeast: true, unit: '×' },
      },
    ),
    ...goal(
      'C2',
      'transitions (2 a step) of the group-commit floor',
      within((round) => percent(by(2 * (burstOf(round) ?? 0), round.floors?.groupCommitPerSecond))),
      {
        ...{ must: 50, aim: 60, atLeast: true, unit: '%' },
      },
    ),
    ...goal(
      'C3',
      'steps against graphile-worker’s flat jobs',
      within((round) => by(burstOf(round), graphileOf(round, 'flat')?.stepsPerSecond)),
      {
        ...{ must: 0.3, aim: 0.6, atLeast: true, unit: '×' },
      },
    ),
    ...goal(
      'C4',
      'steps a commit in burst',
      within(({ burst }) => good(burst)?.stepsPerBatch),
      {
        ...{ must: 50, aim: 200, atLeast: true },
      },
    ),
    ...goal(
      '',
      'burst over signed HTTP',
      within(({ swarm }) => good(swarm)?.stepsPerSecond),
      {
        ...{ must: 1000, atLeast: true, unit: 'steps/s' },
      },
    ),
    ...goal(
      'C5',
      'of the reference loop (database, 20 sockets)',
      within(({ swarm, reference }) => percent(by(good(swarm)?.stepsPerSecond, good(reference)?.stepsPerSecond))),
      {
        ...{ must: 80, aim: 80, atLeast: true, unit: '%' },
      },
    ),
    ...goal(
      'C5',
      'of the bare loop (no database, nobody looks on)',
      within(({ swarm, bare }) => percent(by(good(swarm)?.stepsPerSecond, good(bare)?.stepsPerSecond))),
      {
        ...{ must: 50, aim: 80, atLeast: true, unit: '%' },
      },
    ),
    ...goal(
      'C6',
      'whole loop, times graphile-worker in process',
      within((round) => by(good(round.swarm)?.stepsPerSecond, graphileOf(round, 'burst')?.stepsPerSecond)),
      {
        ...{ must: 1, aim: 1.8, atLeast: true, unit: '×' },
      },
    ),
    ...goal(
      'C7',
      'paced in process, p99 against a notification’s',
      within(({ paced, floors }) => by(good(paced)?.handOn.p99, floors?.notify.p99)),
      {
        ...{ must: 6, aim: 3, unit: '×' },
      },
    ),
    ...goal(
      'C8',
      'paced in process, p50 against a transition’s',
      within(({ paced, floors }) => by(good(paced)?.handOn.p50, floors?.single.p50)),
      {
        ...{ must: 4, aim: 2, unit: '×' },
      },
    ),
    ...goal(
      'C9',
      'paced over HTTP, p50 against a transition’s',
      within(({ pacedSwarm, floors }) => by(good(pacedSwarm)?.handOn.p50, floors?.single.p50)),
      {
        ...{ must: 12, aim: 6, unit: '×' },
      },
    ),
    ...goal(
      'C9',
      'paced over HTTP, p99 against a transition’s',
      within(({ pacedSwarm, floors }) => by(good(pacedSwarm)?.handOn.p99, floors?.single.p99)),
      {
        ...{ must: 20, aim: 8, unit: '×' },
      },
    ),
    ...goal(
      'C9',
      'paced over HTTP, p99 beyond the floor’s',
      within(({ pacedSwarm, floors }) => less(good(pacedSwarm)?.handOn.p99, floors?.single.p99)),
      {
        ...{ must: 25, unit: 'ms' },
      },
    ),
    ...goal(
      'C10',
      'fan-out of 300, in process, p50',
      within(({ paced }) => good(paced)?.fanOut.p50),
      {
        ...{ must: 50, aim: 20, unit: 'ms' },
      },
    ),
    ...goal(
      'C10',
      'fan-out of 300, over HTTP, p50',
      within(({ pacedSwarm }) => good(pacedSwarm)?.fanOut.p50),
      {
        ...{ must: 500, aim: 150, unit: 'ms' },
      },
    ),
    ...goal(
      'C12',
      'paced CPU against graphile-worker’s, the same pace',
      within((round) => by(perStep(round.paced), peerPerStep(round))),
      {
        ...{ must: 1, aim: 0.5, unit: '×' },
      },
    ),
  ]
}

const less = (one: number | undefined, other: number | undefined) =>
  one === undefined || other === undefined ? undefined : one - other
// The pace is given by the agents, so CPU a step and CPU of the machine say the same; the first does not count idle ends.
const perStep = (one: EngineFigures | undefined) =>
  good(one) && one && one.serverCpuMsPerStep + one.databaseCpuMsPerStep
function peerPerStep(round: Round): number | undefined {
  const peer = graphileOf(round, 'paced')
  return peer && peer.cpuMsPerStep + peer.databaseCpuMsPerStep
}
