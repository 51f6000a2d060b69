import type { EngineFigures } from './engine/engine.ts'
import type { Figures } from './figures.ts'
import { over, plain, shown } from './goal.ts'
import type { Spread } from './measure.ts'
import type { SwarmFigures } from './swarm.ts'

type Cell = string | number
const spread = ({ p50, p99 }: Spread) => `${p50} / ${p99}`
const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`
const wrong = (faults: readonly string[]) => `WRONG: ${faults.slice(0, 3).join('; ')}`

/** Rows with a title and names of columns, aligned; none when there are no rows. */
function block(title: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  if (rows.length === 0) return []
  const all = [
    [title, ...columns],
    ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? plain(cell) : cell))),
  ]
  const widths = [title, ...columns].map((_, i) =>
    Math.max(...all.map((row) => (row.length > 2 ? (row[i]?.length ?? 0) : 0))),
  )
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[i] ?? 0) + 2))).join('')
  return ['', ...all.map((row) => line(row).trimEnd())]
}
/** A run that was wrong shows its faults and nothing else. */
const row = (name: string, faults: readonly string[], cells: readonly Cell[]): Cell[] =>
  faults.length > 0 ? [name, `  ${wrong(faults)}`] : [name, ...cells]

const swarmColumns = [
  'steps/s',
  'hand-on ms',
  'fan-out ms',
  'to client ms',
  'CPU ms/step: server',
  'db',
  'agents',
  'batches',
  'rows',
  'WAL',
  'server MB',
  'loop p99',
  'others',
]
const swarmRow = (one: SwarmFigures, name = one.name) =>
  row(name, one.faults, [
    ...[one.stepsPerSecond, spread(one.handOn), spread(one.fanOut), spread(one.commitToClient)],
    ...[one.serverCpuMsPerStep, one.databaseCpuMsPerStep, one.agentsCpuMsPerStep, one.batches, one.meter.rows],
    ...[megabytes(one.meter.walBytes), one.serverRssMb, one.loopDelayP99, one.othersCores],
  ])
const engineColumns = [
  'steps/s',
  'hand-on ms',
  'fan-out ms',
  'merge ms',
  'CPU ms/step: server',
  'db',
  'steps/commit',
  'cores',
  'MB',
  'others',
]
const engineRow = (one: EngineFigures, name = one.name) =>
  row(name, one.faults, [
    ...[one.stepsPerSecond, spread(one.handOn), spread(one.fanOut), one.merge.max, one.serverCpuMsPerStep],
    ...[one.databaseCpuMsPerStep, one.stepsPerBatch, one.cores, one.rssMb, one.othersCores],
  ])

/** Everything that was measured, as aligned columns. `others` is what other programs used meanwhile, in cores. */
export function tableOf(figures: Figures): string {
  const { rounds, swarms, pairs, faults, visits, growths, held } = figures
  const of = <T>(pick: (round: Figures['rounds'][number]) => T | undefined) =>
    rounds.flatMap((round, i) => {
      const one = pick(round)
      return one === undefined ? [] : [{ name: `round ${i + 1}`, one }]
    })
  const loops = [...of(({ bare }) => bare), ...of(({ reference }) => reference)]
  return [
    ...block(
      'Floors of this machine',
      ['in groups of 100, /s', 'alone, /s', 'a transition ms', 'a notification ms'],
      of(({ floors }) => floors).map(({ name, one }) => [
        ...[`  ${name}`, one.groupCommitPerSecond, one.singlePerSecond, spread(one.single), spread(one.notify)],
      ]),
    ),
    ...block(
      'Loops that do nothing else',
      ['steps/s', 'hand-on ms', 'CPU ms/step', 'commits', 'others'],
      loops.map(({ name, one }) =>
        row(`  ${one.name}, ${name}`, one.faults, [
          ...[one.stepsPerSecond, spread(one.handOn), one.serverCpuMsPerStep, one.commits, one.othersCores],
        ]),
      ),
    ),
    ...block('Agents in process', engineColumns, [
      ...of(({ burst }) => burst).map(({ name, one }) => engineRow(one, `  burst, ${name}`)),
      ...of(({ paced }) => paced).map(({ name, one }) => engineRow(one, `  paced, ${name}`)),
    ]),
    ...block(
      'Peers, the same graph',
      ['steps/s', 'hand-on ms', 'fan-out ms', 'CPU ms/step', 'db', 'cores', 'Node', 'others'],
      rounds.flatMap(({ peers }, i) =>
        peers.map((one) =>
          row(`  ${one.name} ${one.version}, ${one.style}, round ${i + 1}`, one.faults, [
            ...[one.stepsPerSecond, spread(one.handOn), spread(one.fanOut), one.cpuMsPerStep],
            ...[one.databaseCpuMsPerStep, one.cores, one.node, one.othersCores],
          ]),
        ),
      ),
    ),
    ...block('Agents over HTTP', swarmColumns, [
      ...of(({ swarm }) => swarm).map(({ name, one }) => swarmRow(one, `  burst, ${name}`)),
      ...of(({ pacedSwarm }) => pacedSwarm).map(({ name, one }) => swarmRow(one, `  paced, ${name}`)),
      ...swarms.map((one) => swarmRow(one, `  ${one.name}`)),
      ...pairs.flatMap(({ plain, changed }) => [
        swarmRow(plain, `  ${plain.name}`),
        swarmRow(changed, `  ${changed.name}`),
      ]),
      ...(visits ? [swarmRow(visits.swarm, '  with visitors')] : []),
    ]),
    ...growths.flatMap(({ name, base, grown, ratios, readMs }) => [
      ...block(
        `Growth: ${name}`,
        engineColumns,
        [base, ...grown].map((one) => engineRow(one, `  ${one.name}`)),
      ),
      `  cost a step: ${ratios.join(', ')} ×`,
      ...(readMs ? [`  the room was read in ${readMs.join(', ')} ms before`] : []),
    ]),
    ...(held
      ? block(
          `A snapshot held for ${held.seconds} s`,
          engineColumns,
          [held.base, ...held.held].map((one) => engineRow(one, `  ${one.name}`)),
        )
      : []),
    ...block(
      'Windows',
      [
        'sockets',
        'events/s',
        'commit to client ms',
        'server cores',
        'CPU us/delivery',
        'MB alone, before, after',
        'gaps, resyncs',
        'others',
      ],
      figures.crowds.map((one) =>
        row(`  ${one.name}`, one.faults, [
          ...[
            one.sockets,
            one.eventsPerSecond,
            spread(one.commitToClient),
            one.serverCpuShare,
            one.cpuUsPerDelivery ?? '',
          ],
          ...[Object.values(one.serverRssMb).join(', '), `${one.gaps}, ${one.resyncs}`, one.othersCores],
        ]),
      ),
    ),
    ...block(
      'Sockets alone',
      ['sockets', 'deliveries', 'CPU us/delivery', 'MB/1,000', 'others'],
      figures.fans.map((one) =>
        row(`  ${one.kind}`, one.faults, [
          one.sockets,
          one.deliveries,
          one.cpuUsPerDelivery,
          one.mbPerThousand,
          one.othersCores,
        ]),
      ),
    ),
    ...block(
      'Doors and deliveries',
      ['/s', 'took ms', 'CPU ms each'],
      [
        ...Object.entries(figures.callbacks ?? {}).map(([name, one]) => [
          `  ${callbackNames[name]}`,
          one.perSecond,
          spread(one.took),
          one.serverCpuMs,
        ]),
        ...Object.entries({ product: figures.offers?.product, bare: figures.offers?.bare }).flatMap(([name, one]) =>
          one ? [[`  offers, ${name}`, one.perSecond, spread(one.took), '']] : [],
        ),
      ],
    ),
    ...block(
      'Visits in a burst',
      ['idle p50 / p99 ms', 'idle p95', 'busy p50 / p99 ms', 'busy p95', 'visits'],
      visits
        ? (['page', 'api'] as const).map((what) => {
            const { idle, busy } = visits[what]
            return [`  ${what}`, spread(idle), idle.p95, spread(busy), busy.p95, busy.n]
          })
        : [],
    ),
    ...block(
      'A room’s first view',
      ['page KB', 'page ms', 'snapshot KB', 'snapshot ms'],
      figures.snapshots.map(({ tasks, page, json }) => [
        ...[`  ${tasks} open tasks`, Math.round(page.bytes / 1024), page.ms, Math.round(json.bytes / 1024), json.ms],
      ]),
    ),
    ...block(
      'Detection',
      ['clock s', 'late p50 / p99 ms', 'greatest', 'cases'],
      figures.detections.map(({ class: failure, clockSeconds, delay }) => [
        ...[`  ${failure}`, clockSeconds ?? 'at once', spread(delay), delay.max, delay.n],
      ]),
    ),
    ...(faults
      ? [
          '',
          `Faults: killed at ${faults.doneAtCrash} of ${faults.swarm.steps} steps, away for ${faults.awayMs} ms, ended after ${faults.swarm.seconds} s`,
          `  agents: ${list(faults.swarm.ailed)}`,
          `  attempts that did not count: ${list(faults.ended)}`,
          ...faults.faults.map((fault) => `  WRONG: ${fault}`),
        ]
      : []),
    '',
    `Other programs used ${othersOf(figures)} cores meanwhile; a scenario took: ${list(figures.seconds)} seconds`,
  ].join('\n')
}

const callbackNames: Record<string, string> = {
  product: 'results, the product',
  plain: 'results, a plain handler with the same SQL',
  page: 'a page as it was built, by the page framework',
}
const list = (of: Record<string, number>) =>
  Object.entries(of)
    .map(([what, n]) => `${what} ${n}`)
    .join(', ')

function othersOf({ rounds, swarms, growths }: Figures): string {
  const all = [
    ...rounds.flatMap(({ bare, reference, burst, paced, swarm, pacedSwarm, peers }) => [
      ...[bare, reference, burst, paced, swarm, pacedSwarm],
      ...peers,
    ]),
    ...swarms,
    ...growths.flatMap(({ base, grown }) => [base, ...grown]),
  ]
  const measured = over(all.map((one) => one?.othersCores))
  return measured ? shown(measured) : 'unknown'
}
