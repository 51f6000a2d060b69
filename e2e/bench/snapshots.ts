import { planOf, shapeOf, stepsOf } from './graph.ts'
import { now, quiet, spreadOf } from './measure.ts'
import { type Cluster, openStage } from './stage.ts'
import { people } from './swarm-stage.ts'

/** What a room's first view and its snapshot weigh and take, the room having so many open tasks. */
export type SnapshotFigures = { tasks: number; page: View; json: View }
type View = { bytes: number; ms: number }

const visits = 12

/** The same room with ever more open tasks. The page is what a browser gets first, the snapshot what programs ask for. */
export async function runSnapshots(
  cluster: Cluster,
  { levels, quietSeconds }: { levels: readonly number[]; quietSeconds: number },
): Promise<SnapshotFigures[]> {
  const stage = await openStage(cluster, `snapshots_${Date.now()}`)
  try {
    const { roomId } = await stage.command<{ roomId: string }>('room.create', {
      workspaceId: stage.workspaceId,
      name: 'Large',
    })
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
    const figures: SnapshotFigures[] = []
    let open = 0
    for (const level of levels) {
      while (open < level) {
        const shape = shapeOf(Math.min(9900, level - open), 100)
        await stage.command('goal.create', {
          roomId,
          title: `Lies ${open}`,
          brief: 'Waits.',
          plan: planOf(shape),
          autonomy: 'plan_first',
        })
        open += stepsOf(shape)
      }
      await quiet(quietSeconds)
      figures.push({
        tasks: open,
        page: await view(`/w/${stage.workspaceId}/rooms/${roomId}`),
        json: await view(`/api/v1/rooms/${roomId}/snapshot`),
      })
    }
    return figures
  } finally {
    await stage.close()
  }
}
