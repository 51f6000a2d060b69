import type { Process } from './process.ts'
import type { Scenario } from './scenario.ts'

/** I15: what a process would go on with, and is not what lies on the disk. */
export function* olderRows({ name, store }: Process, { disk }: Scenario): Iterable<string> {
  for (const { id, tables } of disk.lanes.values()) {
    const held = store.held(id)?.tables
    for (const table of ['goal', 'task', 'attempt', 'version', 'deliverable'] as const)
      for (const row of held?.[table].all() ?? [])
        if (tables[table].get(row.id) !== row) yield `I15 rows held are rows on the disk: ${table} ${row.id} of ${name}`
  }
}

/** Names and skills as a fresh look at the workspace has them. */
export function subjectOf(scene: Scenario) {
  const { agent, member } = scene.disk.lane(scene.workspaceId).tables
  return (id: string) => {
    const found = agent.get(id)
    return found
      ? { name: found.name, skills: found.skills }
      : { name: member.get(id)?.name ?? 'someone who left', skills: [] }
  }
}
