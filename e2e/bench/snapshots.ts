import type { RoomSnapshot, TaskPage } from '../../server/contract/snapshot.ts'
import { planOf, shapeOf, stepsOf } from './graph.ts'
import { now, quiet, spreadOf } from './measure.ts'
import { type Cluster, openStage } from './stage.ts'
import { people } from './swarm-stage.ts'

/** What a room's first view, one page of the rest and its snapshot weigh and take, the room having so many open tasks. */
export type SnapshotFigures = { tasks: number; page: View; rest: View; json: View; faults: string[] }
type View = { bytes: number; ms: number }

const visits = 12
/** Every room has as many, so that rooms differ by their tasks alone. */
const goals = 5

/**
 * Rooms of five goals with ever more open tasks. The page is what a browser gets first, the rest what it then asks for page by page,
 * the snapshot what programs ask for.
 */
export async function runSnapshots(
  cluster: Cluster,
  { levels, quietSeconds }: { levels: readonly number[]; quietSeconds: number },
): Promise<SnapshotFigures[]> {
  const stage = await openStage(cluster, `snapshots_${Date.now()}`)
  try {
    const [cookie = ''] = await people(stage, 1)
    const view = async (path: string): Promise<View> => {
      let bytes = 0
      const took: number[] = []
      for (let i = 0; i < visits; i++) {
        const from = now()
        const answered = await fetch(stage.url + path, { headers: { cookie } })
        bytes = (await answered.arrayBuffer()).byteLength
        if (!answered.ok) throw new Error(`${path}: ${answered.status}`)
        if (i > 1) took.push(now() - from)
      }
      return { bytes, ms: spreadOf(took).p50 }
    }
    const room = `/w/${stage.workspaceId}/rooms/`
    const json = async <T>(path: string) => (await (await fetch(stage.url + path, { headers: { cookie } })).json()) as T
    /** Every page of every goal; a window must end with exactly the tasks of the snapshot. */
    const readRest = async (roomId: string): Promise<{ rest: View; faults: string[] }> => {
      const whole = await json<RoomSnapshot>(`/api/v1/rooms/${roomId}/snapshot`)
      const got = new Map<string, string>()
      const took: number[] = []
      let bytes = 0
      for (const { id } of whole.goals)
        for (let after: number | null = 0; after !== null; ) {
          const from = now()
          const page: TaskPage = await json<TaskPage>(`/api/v1/goals/${id}/tasks?after=${after}`)
          took.push(now() - from)
          for (const task of page.tasks) got.set(task.id, JSON.stringify(task))
          bytes = Math.max(bytes, JSON.stringify(page).length)
          after = page.next
        }
      const same =
        got.size === whole.tasks.length && whole.tasks.every((task) => got.get(task.id) === JSON.stringify(task))
      return {
        rest: { bytes, ms: spreadOf(took).p50 },
        faults: same ? [] : [`the pages held ${got.size} tasks, the snapshot ${whole.tasks.length}`],
      }
    }
    const figures: SnapshotFigures[] = []
    for (const level of levels) {
      const { workspaceId } = stage
      const { roomId } = await stage.command<{ roomId: string }>('room.create', { workspaceId, name: 'Large' })
      const shape = shapeOf(Math.ceil(level / goals), Math.ceil(level / goals / 100))
      for (let i = 0; i < goals; i++) {
        const goal = { title: `Lies ${i}`, brief: 'Waits.', plan: planOf(shape), autonomy: 'plan_first' }
        await stage.command('goal.create', { roomId, ...goal })
      }
      await quiet(quietSeconds)
      figures.push({
        tasks: stepsOf(shape) * goals,
        page: await view(room + roomId),
        ...(await readRest(roomId)),
        json: await view(`/api/v1/rooms/${roomId}/snapshot`),
      })
    }
    return figures
  } finally {
    await stage.close()
  }
}
