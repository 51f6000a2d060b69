import { broken, overbooked } from './invariants.ts'
import type { Scenario } from './scenario.ts'

/** Every invariant of a room's rows that does not hold at this moment. */
export function examine(scene: Scenario, laneId = scene.roomId): string[] {
  const { disk, workspaceId } = scene
  const lane = disk.lane(laneId)
  const room = lane.tables.room.get(laneId)
  const rows = <N extends Parameters<Scenario['rows']>[0]>(table: N, of = laneId) => scene.rows(table, of)
  const agents = rows('agent', workspaceId)
  const overrides = new Set<string>()
  for (const { type, data } of lane.events)
    if (type === 'task.completed' && data.override) overrides.add(String(data.versionId))
  const attempts = rows('attempt')
  const facts = {
    rooms: room ? [{ ...room, wakeAt: lane.wakeAt }] : [],
    goals: rows('goal'),
    tasks: rows('task'),
    attempts,
    versions: rows('version'),
    deliverables: rows('deliverable'),
    reviews: rows('review'),
    handoffs: rows('handoff'),
    members: rows('member', workspaceId),
    agents,
    deliveries: disk.deliveries.slice(-5),
    overrides,
  }
  return [...broken(facts), ...overbooked(agents, attempts, disk.slots)]
}
