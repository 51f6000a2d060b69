import { dawdles, ignores, vanishes } from '../acts.ts'
import type { Act, Condition } from '../condition.ts'
import type { Log } from '../log.ts'

// Four of each: fewer than what counts as one incident, enough to see that none is an accident.
const each = 4
const kinds = [
  { key: 'ignored', title: 'Ignored', class: 'no_ack', act: ignores },
  { key: 'silent', title: 'Silent', class: 'lost', act: vanishes },
  { key: 'stuck', title: 'Stuck', class: 'stalled', act: dawdles(false) },
  { key: 'endless', title: 'Endless', class: 'timed_out', act: dawdles(true) },
] as const
const tasks = kinds.flatMap(({ key, title }) =>
  Array.from({ length: each }, (_, i) => ({ key: `${key}-${i + 1}`, title: `${title} ${i + 1}`, skills: ['writing'] })),
)
/** The machine of a drill is shared: a bound on what a person would bear, not on what the coordinator can do. */
const bearableMs = 8000

export const goesQuiet: Condition = {
  name: 'goes-quiet',
  kind: 'clocks',
  fault:
    'Workers do not take tasks up, fall silent, stay alive without coming further, or come to no end: four of each.',
  // Eighteen places: every one of the sixteen is handed out at once.
  workers: 6,
  goal: {
    title: 'Sixteen short notes',
    brief: 'Write sixteen short notes, and then put them together.',
    plan: {
      tasks: [
        ...tasks,
        { key: 'all', title: 'All notes together', skills: ['writing'], needs: tasks.map((task) => task.key) },
      ],
      deliverable: 'all',
    },
  },
  // Far enough apart that a machine which stops for a second turns none into another.
  clocks: { acceptSeconds: 4, leaseSeconds: 5, progressSeconds: 6, attemptSeconds: 16 },
  acts: Object.fromEntries(
    kinds.flatMap(({ key, act }) =>
      Array.from({ length: each }, (_, i): [string, Act[]] => [`${key}-${i + 1}`, [act]]),
    ),
  ),
  expect: [
    ...kinds.map(({ class: failure, title }) => ({
      says: `${title.toLowerCase()}: each is noticed as ${failure.replace('_', ' ')}`,
      seen: (log: Log) => log.atLeast(each, log.of('attempt.failed', { class: failure })),
    })),
    {
      says: 'none is noticed later than seconds after its clock',
      never: true,
      seen: (log) => log.of('attempt.failed').filter((event) => event.at - Number(event.data.dueAt) > bearableMs),
    },
    { says: 'the goal is completed', seen: (log) => log.of('goal.completed') },
    { says: 'all of it is done in the end', holds: (room) => room.tasks.every((task) => task.status === 'done') },
  ],
}
