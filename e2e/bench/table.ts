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

const spread = ({ p50, p99 }: Spread) => `${p50} / ${p99}`
const thousands = (value: number) => value.toLocaleString('en-GB')
const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`

/** The figures as aligned columns; a run that was wrong shows its faults and nothing else. */
export function tableOf({ floors, bareLoop, swarms, crowds, engine }: Figures): string {
  const lines: string[] = []
  const row = (name: string, cells: readonly (string | number)[]) =>
    lines.push(name.padEnd(46) + cells.map((cell) => String(cell).padStart(18)).join(''))
  if (floors || bareLoop) lines.push('Floors of this machine')
  if (floors) {
    row('  group commit, 100 a batch, 2 connections', [`${thousands(floors.groupCommitPerSecond)} steps/s`])
    row('  one transaction a step, 32 connections', [`${thousands(floors.singlePerSecond)} steps/s`])
    row('  one transaction alone p50 / p99, ms', [spread(floors.single)])
    row('  notification p50 / p99, ms', [spread(floors.notify)])
  }
  if (bareLoop) {
    row('  bare HTTP loop, no database', [`${thousands(bareLoop.stepsPerSecond)} steps/s`])
    row('    hand-on p50 / p99, ms', [spread(bareLoop.handOn)])
    row('    CPU of the loop, ms a step', [bareLoop.serverCpuMsPerStep])
  }
  const good = swarms.filter(({ faults }) => faults.length === 0)
  if (good.length > 0) {
    const each = (name: string, cell: (one: SwarmFigures) => string | number) => row(name, good.map(cell))
    lines.push('')
    each('Swarm', ({ name }) => name)
    each('  steps', ({ steps }) => steps)
    each('  steps/s', ({ stepsPerSecond }) => stepsPerSecond)
    each('  seconds', ({ seconds }) => seconds)
    each('  plan written and first hand-out, ms', ({ planMs }) => planMs)
    each('  result to successor p50 / p99, ms', ({ handOn }) => spread(handOn))
    each('  fan-out p50 / p99, ms', ({ fanOut }) => spread(fanOut))
    each('  commit to client p50 / p99, ms', ({ commitToClient }) => spread(commitToClient))
    each('  events at clients, sent to each', (one) =>
      [thousands(one.clientEvents), megabytes(one.clientBytes)].join(', '),
    )
    each('  events, batches', ({ events, batches }) => `${thousands(events)}, ${thousands(batches)}`)
    each('  transactions, rows', ({ meter }) => `${thousands(meter.transactions)}, ${thousands(meter.rows)}`)
    each('  write-ahead log', ({ meter }) => megabytes(meter.walBytes))
    each('  CPU ms a step: server, database, agents', (one) =>
      [one.serverCpuMsPerStep, one.databaseCpuMsPerStep, one.agentsCpuMsPerStep].join(', '),
    )
    each('  CPU server, agents, windows (cores)', (one) =>
      [one.serverCpuShare, one.agentsCpuShare, one.windowsCpuShare].join(', '),
    )
    each('  memory server, agents, MB', ({ serverRssMb, agentsRssMb }) => `${serverRssMb}, ${agentsRssMb}`)
    each('  event-loop delay p99, max, ms', ({ loopDelayP99, loopDelayMax }) => `${loopDelayP99}, ${loopDelayMax}`)
    each('  hand-outs, deliveries beyond one a step', ({ extras, steps }) =>
      [extras.attempts - steps, extras.deliveries - steps].join(', '),
    )
    each('  other programs (cores), load average', (one) => [one.othersCpuShare, one.load].join(', '))
  }
  const calm = crowds.filter(({ faults }) => faults.length === 0)
  if (calm.length > 0) {
    const each = (name: string, cell: (one: CrowdFigures) => string | number) => row(name, calm.map(cell))
    lines.push('')
    each('Crowd', ({ name }) => name)
    each('  sockets, events/s, seconds', (one) => [one.sockets, one.eventsPerSecond, one.seconds].join(', '))
    each('  deliveries', ({ deliveries }) => thousands(deliveries))
    each('  commit to client p50 / p99, ms', ({ commitToClient }) => spread(commitToClient))
    each('  CPU server, windows (cores)', (one) => [one.serverCpuShare, one.windowsCpuShare].join(', '))
    each('  memory of the server before, after, MB', (one) =>
      [one.serverRssMb.before, one.serverRssMb.after].join(', '),
    )
    each('  event-loop delay p99, ms', ({ loopDelayP99 }) => loopDelayP99)
    each('  load average', ({ load }) => load)
  }
  lines.push(...engineTable(engine))
  for (const { name, faults } of [...swarms, ...crowds])
    if (faults.length > 0)
      lines.push('', `${name} was WRONG and has no figures:`, ...faults.map((fault) => `  ${fault}`))
  return lines.join('\n')
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
