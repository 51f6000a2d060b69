import { bidOnTask } from '../commands/task/bid.ts'
import { asAgent } from './actors.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'

/** Somebody thinks about a task for so long before they bid, at most, milliseconds: some come too late. */
const thinksMs = 8000

/** Lets agents say how well a task suits them whenever one is opened for bids: some do, some think again, some come late. */
export function letBid(scene: Scenario, random: Random) {
  const { disk, clock, agents } = scene
  disk.listeners.add(({ events }) => {
    for (const { type, data } of events) {
      if (type !== 'task.open') continue
      for (const agent of agents.values())
        for (let word = random.between(0, 2); word > 0; word--) {
          const bid = { taskId: String(data.taskId), fit: random.between(0, 10) / 10 }
          clock.after(random.next() * thinksMs, () => void scene.call(bidOnTask, bid, asAgent(agent)))
        }
    }
  })
}
