import type { Figures } from './figures.ts'
import { type Goal, goal, sound } from './goal.ts'

/** F1 to F7: what reaches the windows. */
export function liveGoals({ crowds, fans }: Figures): Goal[] {
  const good = crowds.filter(({ faults }) => faults.length === 0)
  const named = (name: string) => good.find((one) => one.name === name)
  const fan = (kind: string) => fans.find((one) => one.kind === kind && one.faults.length === 0)
  const [crowd, quiet, stalled] = [named('crowd'), named('quiet room'), named('stalled')]
  const away = crowds.find((one) => one.away > 0)
  const [socketIo, ws] = [fan('socket.io'), fan('ws')]
  const cost = crowd?.cpuUsPerDelivery ?? undefined
  const weight = crowd && ((crowd.serverRssMb.before - crowd.serverRssMb.alone) * 1000) / crowd.sockets
  const cutBytes = stalled?.cut?.bufferedBytes
  return [
    ...crowds.map(({ name, faults }) => sound('', `${name}: everybody saw everything once, in order`, faults)),
    ...fans.filter(({ faults }) => faults.length > 0).map(({ kind, faults }) => sound('', `${kind} alone`, faults)),
    ...goal(
      'F1',
      `${crowd?.sockets} sockets, ${crowd?.eventsPerSecond} events/s: commit to client p99`,
      crowd?.commitToClient.p99,
      {
        ...{ must: 150, aim: 80, unit: 'ms' },
      },
    ),
    ...goal(
      'F2',
      'server CPU a delivery, against socket.io with an emit an event',
      cost !== undefined && socketIo ? cost / socketIo.cpuUsPerDelivery : undefined,
      {
        ...{ must: 0.35, aim: 0.2, unit: '×' },
      },
    ),
    ...goal(
      'F3',
      'the same against ws with a frame an event',
      cost !== undefined && ws ? cost / ws.cpuUsPerDelivery : undefined,
      {
        ...{ must: 0.4, aim: 0.25, unit: '×' },
      },
    ),
    ...goal('F4', 'first event of a quiet room: commit to client p99', quiet?.commitToClient.p99, {
      must: 20,
      unit: 'ms',
    }),
    ...goal(
      'F5',
      'memory of 1,000 idle sockets, against socket.io alone',
      weight !== undefined && socketIo ? weight / socketIo.mbPerThousand : undefined,
      {
        ...{ must: 2, aim: 1.4, unit: '×' },
      },
    ),
    ...(away ? [sound('F6', `${away.away} windows away for a while: events lost or seen twice`, away.faults)] : []),
    ...(stalled && cutBytes === undefined ? [sound('F7', 'a stalled socket', ['it was never cut'])] : []),
    ...goal('F7', 'a stalled socket: bytes that waited for it', cutBytes && cutBytes / 2 ** 20, {
      must: 1,
      unit: 'MB',
    }),
  ]
}

/** H1 to H3, W1 and W2: the doors, and what is sent to agents. */
export function doorGoals({ callbacks, visits, offers, pairs }: Figures): Goal[] {
  const dead = pairs.find(({ name }) => name === 'dead')
  const sounds: [string, string, readonly string[] | undefined][] = [
    ['H1', 'callbacks, the product', callbacks?.product.faults],
    ['H1', 'callbacks, a plain handler', callbacks?.plain.faults],
    ['H3', 'a burst with visitors', visits?.swarm.faults],
    ['W1', 'offers', offers?.faults],
    ['W2', 'paced, nobody dead', dead?.plain.faults],
    ['W2', 'paced, one agent dead', dead?.changed.faults],
  ]
  const wrong = sounds.filter(([, , faults]) => faults && faults.length > 0)
  const ok = (number: string) => !wrong.some(([of]) => of === number)
  const share = callbacks && ok('H1') ? (callbacks.product.perSecond / callbacks.plain.perSecond) * 100 : undefined
  const times = callbacks && ok('H1') ? callbacks.product.perSecond / callbacks.page.perSecond : undefined
  const seen = visits && ok('H3') ? visits : undefined
  const sent = offers && ok('W1') ? (offers.product.perSecond / offers.bare.perSecond) * 100 : undefined
  const late = dead && ok('W2') ? dead.changed.handOn.p99 / dead.plain.handOn.p99 : undefined
  return [
    ...wrong.map(([number, what, faults]) => sound(number, what, faults ?? [])),
    ...goal('H1', 'results taken a second, of a plain handler’s with the same SQL', share, {
      must: 60,
      aim: 80,
      atLeast: true,
      unit: '%',
    }),
    ...goal('H2', 'the same, times the page framework’s cheapest page', times, {
      must: 4,
      aim: 8,
      atLeast: true,
      unit: '×',
    }),
    ...goal('H3', 'a page’s p95 in a burst, against idle', seen && seen.page.busy.p95 / seen.page.idle.p95, {
      must: 3,
      aim: 2,
      unit: '×',
    }),
    ...goal('H3', 'the JSON API’s p95 in a burst, against idle', seen && seen.api.busy.p95 / seen.api.idle.p95, {
      must: 3,
      aim: 2,
      unit: '×',
    }),
    ...goal('W1', 'signed offers a second to 300 addresses, of bare undici', sent, {
      must: 50,
      aim: 75,
      atLeast: true,
      unit: '%',
    }),
    ...goal('W2', 'one dead agent: hand-on p99 of the other 299', late, { must: 1.1, unit: '×' }),
  ]
}
