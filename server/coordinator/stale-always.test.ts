import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ports } from '../commands/kit.ts'
import { stalePolicies } from '../domain/goal.ts'
import { doneOnStale, weave } from '../domain/stale.ts'
import type { Unit } from '../store/unit.ts'
import { examine } from '../testing/examine.ts'
import { type Person, Scenario } from '../testing/scenario.ts'
import type { Script } from '../testing/scripted-agent.ts'
import { finish } from './finish.ts'
import { react } from './react.ts'

const second = 1000
const keys = ['a', 'b', 'c', 'd', 'e'] as const
type Key = (typeof keys)[number]

const policy = fc.option(fc.constantFrom(...stalePolicies), { nil: undefined })
const at = fc.nat({ max: 9 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('reopen' as const), key: fc.constantFrom(...keys), policy }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), at }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('rewrite' as const), key: fc.constantFrom(...keys), at }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), at, redo: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('answer' as const), redo: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('approve' as const), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('roll_back' as const), at, policy }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('send_back' as const), at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const), at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add' as const), at }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Which earlier tasks each of five needs. */
const graphs = fc.tuple(...keys.map((_, i) => fc.subarray(keys.slice(0, i) as Key[], { maxLength: Math.min(i, 2) })))

async function stage(
  needs: readonly (readonly Key[])[],
  stalePolicy: (typeof stalePolicies)[number],
  ...given: Parameters<typeof Scenario.open>
) {
  const scene = await Scenario.open(...given)
  const words = new Map<string, number>()
  const script: Script = (message, agent) => {
    if (message.type !== 'attempt.requested') return { status: 200 }
    const { attempt, task } = message.data as { attempt: { id: string }; task: { key: string } }
    const text = `Sand of ${task.key}: ${10 + (words.get(task.key) ?? 0)} tonnes a year, by the book.`
    agent.later(3 * second, () => void agent.complete(attempt.id, { artifacts: [{ parts: [{ text }] }] }))
    return { status: 202, body: { status: 'accepted' } }
  }
  await scene.agent({ name: 'Ada', places: 5, script })
  const tasks = keys.map((key, i) => ({
    key: key as string,
    title: key,
    skills: ['writing'],
    needs: [...(needs[i] ?? [])],
  }))
  const goalId = await scene.goal({ plan: { tasks, deliverable: 'e' }, stalePolicy })
  await scene.clock.pass(20 * second)
  return { scene, words, goalId, ana: scene.people[0] as Person }
}

async function take({ scene, words, goalId, ana }: Awaited<ReturnType<typeof stage>>, one: Step) {
  const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]
  const tasks = scene.rows('task')
  const version = (status: string, n: number) =>
    pick(
      scene.rows('version').filter((each) => each.deliverableId && each.status === status),
      n,
    )
  const named = (each: NonNullable<ReturnType<typeof version>>) => ({
    deliverableId: each.deliverableId ?? '',
    versionId: each.id,
    sha256: each.sha256,
  })
  const over = one.do === 'reopen' || one.do === 'roll_back' ? (one.policy ? { stale: one.policy } : {}) : {}
  switch (one.do) {
    case 'reopen':
      return ana.do('task.reopen', { taskId: scene.task(one.key).id, reason: 'A wrong year.', ...over })
    case 'wait':
      return scene.clock.pass((1 + one.at) * second)
    case 'rewrite':
      return words.set(one.key, one.at)
    case 'settle': {
      const stale = pick(
        tasks.filter(({ status }) => status === 'stale'),
        one.at,
      )
      return stale && ana.do('task.settle_stale', { taskId: stale.id, decision: one.redo ? 'redo' : 'keep' })
    }
    case 'answer': {
      const asked = scene.rows('handoff').find(({ kind, status }) => kind === 'stale' && status === 'open')
      const option = one.redo ? 'Redo all' : 'Keep all'
      return asked && ana.do('handoff.answer', { handoffId: asked.id, body: '', option })
    }
    case 'approve': {
      const found = version('in_review', one.at)
      return found && ana.do('deliverable.approve', named(found))
    }
    case 'roll_back': {
      const found = version('approved', one.at)
      if (!found) return
      const { deliverableId, versionId } = named(found)
      return ana.do('deliverable.roll_back', { deliverableId, versionId, reason: 'A wrong year.', ...over })
    }
    case 'send_back': {
      const found = version('in_review', one.at)
      return found && ana.do('deliverable.request_changes', { ...named(found), summary: 'Say more.', comments: [] })
    }
    case 'retry':
      return ana.do('task.retry', { taskId: pick(tasks, one.at)?.id ?? '' })
    case 'cancel':
      return one.at === 0 && ana.do('task.cancel', { taskId: pick(tasks, tasks.length - 1)?.id ?? '' })
    case 'add': {
      const open = tasks.filter(({ status }) => status !== 'cancelled')
      const kept = open.map(({ key, title, skills, needs }) => ({
        ...{ key, title, skills },
        needs: needs.flatMap((id) => tasks.find((task) => task.id === id)?.key ?? []),
      }))
      const fresh = { key: `n${tasks.length}`, title: 'New', skills: ['writing'] }
      const needs = [pick(open, one.at)?.key ?? 'a']
      return ana.do('plan.edit', { goalId, plan: { tasks: [...kept, { ...fresh, needs }], deliverable: 'e' } })
    }
  }
}

test('I19 whatever is accepted, opened again, rolled back, redone or kept: nothing is done on what is not accepted, without an override on record', async () => {
  const seen = { stale: 0, kept: 0, redone: 0, fresh: 0, stopped: 0, revised: 0 }
  await fc.assert(
    fc.asyncProperty(
      graphs,
      fc.constantFrom(...stalePolicies),
      fc.array(step, { minLength: 5, maxLength: 25 }),
      async (needs, rule, steps) => {
        const set = await stage(needs, rule)
        const { scene } = set
        for (const one of [...steps, { do: 'wait' as const, at: 100 }]) {
          await take(set, one)
          const tasks = scene.rows('task')
          expect(doneOnStale(weave(tasks, scene.rows('version')), tasks), one.do).toEqual([])
          expect(examine(scene), one.do).toEqual([])
          expect(scene.bugs, one.do).toEqual([])
        }
        // Nothing waits mutely: whatever is not over has a person or something undone before it.
        for (const task of scene.rows('task'))
          if (task.status === 'blocked')
            expect(task.needs.some((id) => scene.rows('task').find((need) => need.id === id)?.status !== 'done')).toBe(
              true,
            )
        seen.stale += scene.events('task.stale').length
        seen.kept += scene.events('task.kept_stale').length
        seen.redone += scene.events('task.redo').length
        seen.fresh += scene.events('task.fresh').length
        seen.stopped += scene.events('attempt.failed').filter(({ data }) => data.class === 'stale_input').length
        seen.revised += scene.events('plan.revised').length
      },
    ),
    { numRuns: 60 },
  )
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0)
}, 60_000)

test('the same look notices when nothing is marked', async () => {
  const silent = (unit: Unit, first: number, ports: Ports) => {
    if (!unit.events.slice(first).some(({ type }) => type === 'task.reopened')) react(unit, first, ports)
  }
  const set = await stage([[], ['a'], ['b'], [], []], 'redo', undefined, { reactions: { react: silent, finish } })
  await take(set, { do: 'reopen', key: 'a', policy: undefined })
  const tasks = set.scene.rows('task')
  const found = doneOnStale(weave(tasks, set.scene.rows('version')), tasks)
  expect(found.map(({ task, inputs }) => [task.key, inputs.map(({ taskId }) => taskId)])).toEqual([
    ['b', [set.scene.task('a').id]],
  ])
})
