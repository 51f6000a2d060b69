import { expect, test, vi } from 'vitest'
import { createRunner } from '../commands/run.ts'
import { MemoryStore } from '../store/memory.ts'
import { MemoryDisk } from '../store/memory-disk.ts'
import type { Job } from '../store/records.ts'
import { plainPorts } from '../testing/edge.ts'
import { finish } from './finish.ts'
import { createJobWorker } from './jobs.ts'
import { react } from './react.ts'

const second = 1000

/** A worker on a disk with one job that is due; `do` is what its handler does. */
function working(perform: (job: Job) => Promise<void>) {
  const disk = new MemoryDisk()
  const clock = { now: Date.UTC(2026, 0, 5, 9) }
  const store = new MemoryStore({ disk, process: 'one', newId: () => 'id', now: () => clock.now })
  const runner = createRunner({ store, ports: plainPorts(), reactions: { react, finish }, onBug: () => undefined })
  const job: Job = {
    ...{ id: 'job', laneId: 'room', kind: 'deliver', payload: {}, runAt: clock.now, createdAt: clock.now },
    ...{ claimedBy: null, claimedUntil: null, tries: 0, endedAt: null, outcome: null, agentId: null, attemptId: null },
  }
  disk.jobs.set(job.id, job)
  const done: string[] = []
  const handle = async (given: Job) => {
    done.push(given.id)
    await perform(given)
  }
  const handlers = { deliver: handle, judge: handle, plan: handle, expand: handle, reconcile: handle, enrol: handle }
  const worker = createJobWorker({ store, runner, handlers, onBug: () => undefined })
  return { disk, clock, worker, done, job }
}
const claimedAt = (disk: MemoryDisk) => (disk.jobs.get('job')?.claimedUntil ?? 0) - 30 * second
const patient = { timeout: 15 * second, interval: 20 }

test('F62 a process that stood still for longer than its claims last does not take up a second time what it has in hand', async () => {
  let finishIt: () => void = () => undefined
  const { disk, clock, worker, done } = working(() => new Promise<void>((resolve) => (finishIt = resolve)))
  worker.start()
  await vi.waitFor(() => expect(done).toEqual(['job']), patient)
  clock.now += 31 * second
  await vi.waitFor(() => expect(claimedAt(disk)).toBe(clock.now), patient)
  clock.now += 31 * second
  await vi.waitFor(() => expect(claimedAt(disk)).toBe(clock.now), patient)
  expect(done).toEqual(['job'])
  finishIt()
  await worker.stop()
})

test('a job whose handler broke is taken up again once its claim is over', async () => {
  const { clock, worker, done, disk } = working(async () => {
    throw new Error('broke')
  })
  worker.start()
  await vi.waitFor(() => expect(disk.jobs.get('job')?.tries).toBe(1), patient)
  clock.now += 31 * second
  await vi.waitFor(() => expect(done).toEqual(['job', 'job']), patient)
  await worker.stop()
})
