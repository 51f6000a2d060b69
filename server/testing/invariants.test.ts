import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Attempt } from '../domain/attempt.ts'
import type { Task } from '../domain/task.ts'
import type { Version } from '../domain/version.ts'
import { broken, type Facts } from './invariants.ts'
import { Scenario } from './scenario.ts'

/** Where each invariant of reliability.md (a) is asserted; what no simulated run can show has a test elsewhere. */
const places: Record<string, string[]> = {
  I01: ['invariants-task.ts'],
  I02: ['invariants-task.ts'],
  I03: ['invariants-task.ts'],
  I04: ['invariants-task.ts', 'step-invariants.ts'],
  I05: ['step-invariants.ts', 'scripts-rude.ts'],
  I06: ['step-invariants.ts'],
  I07: ['step-invariants.ts'],
  I08: ['step-invariants.ts'],
  I09: ['invariants-task.ts', 'invariants.ts'],
  I10: ['invariants-task.ts'],
  I11: ['invariants-task.ts'],
  I12: ['scripts-rude.ts', 'scripts-pull.ts'],
  I13: ['command-desk.ts', 'step-invariants.ts'],
  I14: ['invariants-task.ts'],
  I15: ['step-invariants.ts', 'simulator-held.ts'],
  I16: ['step-invariants-hand-out.ts'],
  I17: ['invariants-near.ts', 'invariants.ts'],
  I18: ['step-invariants-hand-out.ts', 'invariants.ts'],
  I19: ['invariants-near.ts'],
  I20: ['step-invariants-hand-out.ts'],
  I22: ['step-invariants.ts'],
  I23: ['invariants.ts', 'step-invariants.ts'],
  I24: ['invariants-task.ts'],
  I25: ['step-invariants.ts'],
  I26: ['invariants-task.ts'],
  I27: ['step-invariants-hand-out.ts', 'invariants-sent.ts', 'simulator-liveness.ts'],
  I28: ['step-invariants-hand-out.ts', 'invariants-sent.ts'],
  I30: ['invariants-sent.ts'],
  I31: ['step-invariants.ts'],
  I32: ['step-invariants.ts'],
  I33: ['simulator-window.ts'],
  I34: ['step-invariants-hand-out.ts'],
  I35: ['invariants-task.ts', 'step-invariants-words.ts', 'invariants-sent.ts'],
  I36: ['invariants-sent.ts'],
  I38: ['step-invariants-words.ts'],
  I40: ['step-invariants-hand-out.ts'],
  I41: ['simulator-liveness.ts'],
  I42: ['simulator-liveness.ts'],
  I43: ['simulator-liveness.ts'],
  I44: ['step-invariants-words.ts'],
  I45: ['simulator-liveness.ts'],
}
/** I21 depth and number of what work makes; I29 real connections; I37 the record of who did what; I39 real sockets. */
const elsewhere: Record<string, string> = {
  I21: 'server/coordinator/parts.test.ts',
  I29: 'server/adapters/egress.test.ts',
  I37: 'server/coordinator/projection.test.ts',
  I39: 'server/gateway/gateway.test.ts',
}
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('every invariant is asserted under its own number', () => {
  for (let n = 1; n <= 45; n++) {
    const number = `I${String(n).padStart(2, '0')}`
    const other = elsewhere[number]
    if (other) expect(existsSync(new URL(`../../${other}`, import.meta.url)), `${number} in ${other}`).toBe(true)
    else
      for (const file of places[number] ?? ['nowhere'])
        expect(read(file), `${number} in ${file}`).toContain(`${number} `)
  }
})

/** A room with one task done and one at work, as facts; nothing of it is broken. */
async function facts(): Promise<Facts> {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Bo', places: 2 })
  const tasks = [
    { key: 'one', title: 'One', skills: ['writing'] },
    { key: 'two', title: 'Two', skills: ['writing'], needs: ['one'] },
  ]
  await scene.goal({ plan: { tasks, deliverable: 'two' } })
  await scene.clock.pass(25_000)
  const { roomId, workspaceId, disk } = scene
  return {
    rooms: scene.rows('room').map((room) => ({ ...room, wakeAt: disk.lane(roomId).wakeAt })),
    goals: scene.rows('goal'),
    tasks: scene.rows('task'),
    attempts: scene.rows('attempt'),
    versions: scene.rows('version'),
    deliverables: scene.rows('deliverable'),
    reviews: scene.rows('review'),
    handoffs: scene.rows('handoff'),
    members: scene.rows('member', workspaceId),
    agents: scene.rows('agent', workspaceId),
    deliveries: disk.deliveries,
    overrides: new Set(),
  }
}

describe('what breaks an invariant is named by its number', () => {
  const one = (key: string, patch: Partial<Task>) => (from: Facts) => ({
    ...from,
    tasks: from.tasks.map((task) => (task.key === key ? { ...task, ...patch } : task)),
  })
  const open = (patch: Partial<Attempt>) => (from: Facts) => ({
    ...from,
    attempts: from.attempts.map((attempt) => (attempt.status === 'approved' ? attempt : { ...attempt, ...patch })),
  })
  const version = (patch: Partial<Version>) => (from: Facts) => ({
    ...from,
    versions: from.versions.map((each) => ({ ...each, ...patch })),
  })
  const cases: [string, (from: Facts) => Facts][] = [
    ['I01', (from) => ({ ...from, attempts: [...from.attempts, { ...(from.attempts.at(-1) as Attempt), id: 'x' }] })],
    ['I02', open({ leaseUntil: null })],
    ['I03', one('one', { doerId: 'somebody' })],
    ['I04', one('two', { fence: 3 })],
    ['I09', one('two', { attemptCount: 99 })],
    ['I10', (from) => ({ ...from, rooms: from.rooms.map((room) => ({ ...room, wakeAt: null })) })],
    ['I11', one('one', { wakeAt: 5 })],
    ['I14', one('one', { versionCount: 2 })],
    ['I18', (from) => one('one', { needs: from.tasks.map((task) => task.id) })(from)],
    ['I24', version({ status: 'superseded' })],
    ['I26', version({ status: 'in_review', attemptId: 'nobody' })],
    ['I35', open({ roomId: 'another' })],
  ]
  test.each(cases)('%s', async (number, breakIt) => {
    const whole = await facts()
    expect(broken(whole)).toEqual([])
    expect(broken(breakIt(whole)).join('\n')).toContain(`${number} `)
  })
})
