import type { Figures } from './figures.ts'
import { by, type Goal, goal, good, sound } from './goal.ts'

/** C11, the growth goals S1 to S10, and how late failures are noticed. */
export function growthGoals(figures: Figures): Goal[] {
  const { faults, growths, held, memory, idle, pairs, snapshots, detections } = figures
  const windows = pairs.find(({ name }) => name === 'windows')
  const [small, large] = [snapshots[0], snapshots.at(-1)]
  const last = held?.held.at(-1)
  return [
    ...(faults
      ? [
          sound(
            'C11',
            `lost or twice after SIGKILL at ${faults.doneAtCrash} of ${faults.swarm.steps} steps`,
            faults.faults,
          ),
        ]
      : []),
    ...growths.flatMap(({ number, name, base, grown, must, aim, ratios }) => [
      ...[base, ...grown]
        .filter(({ faults }) => faults.length > 0)
        .map((one) => sound(number, `${name}: ${one.name}`, one.faults)),
      ...([base, ...grown].every(good)
        ? goal(number, `${name}: cost a step`, ratios.at(-1), { must, aim, unit: '×' })
        : []),
    ]),
    ...(idle
      ? [
          ...goal('S6', `idle, ${idle.rooms} rooms: transactions`, idle.commitsPerSecond, { must: 2, unit: '/s' }),
          ...goal('S6', `idle, ${idle.rooms} rooms: CPU of server and database`, idle.cpuShare * 100, {
            must: 3,
            unit: '% of a core',
          }),
        ]
      : []),
    ...(windows
      ? [
          ...[windows.plain, windows.changed]
            .filter(({ faults }) => faults.length > 0)
            .map((one) => sound('S7', one.name, one.faults)),
          ...goal(
            'S7',
            '20 → 200 windows: steps/s',
            by(good(windows.changed)?.stepsPerSecond, good(windows.plain)?.stepsPerSecond),
            {
              ...{ must: 0.8, atLeast: true, unit: '×' },
            },
          ),
        ]
      : []),
    ...(memory
      ? [
          ...memory.faults.map((fault) => sound('S8', 'memory', [fault])),
          ...goal('S8', `heap by running task, ${memory.runningTasks} running`, memory.bytesPerRunning, {
            must: 2048,
            unit: 'bytes',
          }),
          ...goal(
            'S8',
            `heap after ${memory.finishedTasks} finished, beyond after the first swarm`,
            memory.finishedMb,
            { must: 64, unit: 'MB' },
          ),
          ...goal('', `memory with ${memory.openTasks} open tasks`, memory.openMb, { must: 600, unit: 'MB' }),
        ]
      : []),
    ...snapshots.flatMap(({ tasks, faults }) => faults.map((fault) => sound('S9', `${tasks} tasks in pages`, [fault]))),
    ...(small && large && large !== small
      ? [
          ...goal(
            'S9',
            `first view ${small.tasks} → ${large.tasks} tasks: bytes`,
            large.page.bytes / small.page.bytes,
            { must: 1.2, unit: '×' },
          ),
          ...goal('S9', `first view ${small.tasks} → ${large.tasks} tasks: time`, large.page.ms / small.page.ms, {
            must: 1.2,
            unit: '×',
          }),
        ]
      : []),
    ...(held && last
      ? [
          ...[held.base, ...held.held]
            .filter(({ faults }) => faults.length > 0)
            .map((one) => sound('S10', one.name, one.faults)),
          ...goal(
            'S10',
            `a snapshot held for ${held.seconds} s: steps/s at its end`,
            by(good(last)?.stepsPerSecond, good(held.base)?.stepsPerSecond),
            {
              ...{ must: 0.7, atLeast: true, unit: '×' },
            },
          ),
        ]
      : []),
    ...detections.flatMap(({ class: failure, delay }) =>
      goal('', `${failure} noticed after its clock, p99 of ${delay.n}`, delay.p99, { must: 1000, unit: 'ms' }),
    ),
  ]
}
