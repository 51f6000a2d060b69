import type { Floors } from '../floors.ts'
import type { Spread } from '../measure.ts'
import type { PeerFigures } from '../peers.ts'
import type { Verdict } from '../verdict.ts'
import type { Detection } from './detection.ts'
import type { EngineFigures } from './engine.ts'
import type { GrowthFigures, IdleFigures, MemoryFigures } from './scenarios.ts'

export type EngineRun = {
  engines: EngineFigures[]
  growths: GrowthFigures[]
  peers: PeerFigures[]
  detections: Detection[]
  memory: MemoryFigures[]
  idle?: IdleFigures
}
export const emptyRun = (): EngineRun => ({ engines: [], growths: [], peers: [], detections: [], memory: [] })

const spread = ({ p50, p99 }: Spread) => `${p50} / ${p99}`
const line = (name: string, cells: readonly (string | number)[]) =>
  name.padEnd(36) + cells.map((cell) => String(cell).padStart(16)).join('')
const wrong = (faults: readonly string[]) => (faults.length > 0 ? `  WRONG: ${faults.join('; ')}` : '')

/** The coordinator alone and its peers as aligned columns; a run that was wrong says so and counts for nothing. */
export function engineTable({ engines, growths, peers, detections, memory, idle }: EngineRun): string[] {
  const lines: string[] = []
  const swarm = (one: EngineFigures) =>
    line(`  ${one.name}`, [
      one.stepsPerSecond,
      spread(one.handOn),
      spread(one.fanOut),
      one.serverCpuMsPerStep,
      one.databaseCpuMsPerStep,
      one.stepsPerBatch,
      one.rssMb,
      one.othersCpuShare,
    ]) + wrong(one.faults)
  const head = (title: string) =>
    line(title, [
      'steps/s',
      'hand-on ms',
      'fan-out ms',
      'CPU ms/step',
      'db CPU ms/step',
      'steps/commit',
      'MB',
      'others',
    ])
  if (engines.length > 0) lines.push('', head('Agents in process'), ...engines.map(swarm))
  if (peers.length > 0) {
    lines.push(
      '',
      line('Peers, the same graph', ['steps/s', 'hand-on ms', 'fan-out ms', 'CPU ms/step', 'db CPU ms/step', 'Node']),
    )
    for (const one of peers)
      lines.push(
        line(`  ${one.name} ${one.version}, ${one.style}`, [
          one.stepsPerSecond,
          spread(one.handOn),
          spread(one.fanOut),
          one.cpuMsPerStep,
          one.databaseCpuMsPerStep,
          one.node,
        ]) + wrong(one.faults),
      )
  }
  for (const { name, base, grown, ratios, limit } of growths)
    lines.push(
      '',
      head(`Growth: ${name}`),
      ...[base, ...grown].map(swarm),
      `  cost a step: ${ratios.join(', ')} × (at most ${limit})`,
    )
  for (const { openTasks, rssMb, heapMb } of memory)
    lines.push(line(`  memory with ${openTasks} open tasks`, [`${rssMb} MB`, `heap ${heapMb} MB`]))
  if (idle)
    lines.push(
      line(`Idle, ${idle.rooms} rooms`, [`${idle.commitsPerSecond} transactions/s`, `${idle.cpuShare} of a core`]),
    )
  if (detections.length > 0) lines.push('', line('Detection', ['clock s', 'late p50 / p99', 'greatest', 'cases']))
  for (const { class: failure, clockSeconds, delay } of detections)
    lines.push(line(`  ${failure}`, [clockSeconds ?? 'at once', spread(delay), delay.max, delay.n]))
  return lines
}

/** What the coordinator alone must reach, and what is only aimed at. */
export function engineVerdicts(run: EngineRun, floors: Floors | undefined): Verdict[] {
  const verdicts: Verdict[] = []
  const say = (must: boolean, ok: boolean, text: string) => verdicts.push({ ok, must, text })
  const sound = run.engines.filter(({ faults }) => faults.length === 0)
  const burst = median(sound.filter(({ name }) => name.startsWith('engine, burst')).map((one) => one.stepsPerSecond))
  const best = run.peers
    .filter(({ style, faults }) => style === 'burst' && faults.length === 0)
    .sort((a, b) => b.stepsPerSecond - a.stepsPerSecond)[0]
  for (const { name, faults } of run.engines) say(true, faults.length === 0, `${name}: nothing lost, nothing doubled`)
  if (burst && best) {
    const times = (burst / best.stepsPerSecond).toFixed(2)
    const than = `as quick as the best peer (${best.name}, ${best.stepsPerSecond} steps/s)`
    say(true, burst >= 10 * best.stepsPerSecond, `C1 engine: ${times} times ${than}; 10 times wanted`)
  }
  if (burst && floors) {
    const share = (burst / floors.groupCommitPerSecond) * 100
    say(true, share >= 50, `C2 engine: ${share.toFixed(1)} % of the group-commit floor; 50 % wanted`)
  }
  for (const { name, stepsPerBatch } of sound)
    if (name.startsWith('engine, burst'))
      say(true, stepsPerBatch >= 50, `C4 ${name}: ${stepsPerBatch} steps a commit; 50 wanted`)
  for (const { name, handOn, fanOut } of sound) {
    if (!name.startsWith('engine, paced') || !floors) continue
    const at = `p50 ${handOn.p50} ms against ${floors.single.p50}, p99 ${handOn.p99} ms against ${floors.notify.p99}`
    say(true, handOn.p99 <= 6 * floors.notify.p99, `C7 ${name}: p99 within 6 times a notification's: ${at}`)
    say(true, handOn.p50 <= 4 * floors.single.p50, `C8 ${name}: p50 within 4 times a transition's: ${at}`)
    say(true, fanOut.p50 <= 50, `C10 ${name}: fan-out of 300 in ${fanOut.p50} ms; 50 wanted`)
  }
  for (const { name, limit, ratios, base, grown } of run.growths) {
    say(
      true,
      [base, ...grown].every(({ faults }) => faults.length === 0),
      `${name}: nothing lost, nothing doubled`,
    )
    say(
      true,
      ratios.every((ratio) => ratio <= limit),
      `${name}: ${ratios.join(', ')} times the cost a step; ${limit} allowed`,
    )
  }
  for (const { openTasks, rssMb } of run.memory)
    if (openTasks >= 90_000)
      say(true, rssMb < 600, `memory with ${openTasks} open tasks: ${rssMb} MB; under 600 wanted`)
  if (run.idle) {
    const { rooms, commitsPerSecond, cpuShare } = run.idle
    say(true, commitsPerSecond <= 2, `S6 idle, ${rooms} rooms: ${commitsPerSecond} transactions/s; 2 allowed`)
    say(true, cpuShare < 0.03, `S6 idle: ${(cpuShare * 100).toFixed(1)} % of a core; 3 % allowed`)
  }
  for (const { class: failure, delay } of run.detections)
    say(
      true,
      delay.n > 0 && delay.p99 <= 1000,
      `detection of ${failure}: p99 ${delay.p99} ms after its clock; 1,000 allowed`,
    )
  return verdicts
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}
