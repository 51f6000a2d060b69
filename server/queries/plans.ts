import type { LogEvent } from '../contract/events.ts'
import type { PlanVersionsView, PlanVersionView } from '../contract/plan-views.ts'
import type { TaskView } from '../contract/snapshot.ts'
import type { Actor } from '../domain/permission.ts'
import { changedFields } from '../domain/replan.ts'
import { sharedPool } from '../store/pool.ts'
import { readPlanEvents } from '../store/reads/plan.ts'
import { roomPerson } from './standing.ts'

/** Every version of a goal's plan with what it changed, newest first; null for whoever may not read it. */
export async function goalPlans(actor: Actor, goalId: string): Promise<PlanVersionsView | null> {
  const stood = await roomPerson(actor, { goalId })
  if (!stood) return null
  return { versions: planVersions(await readPlanEvents(sharedPool(), stood.roomId, goalId)) }
}

type Row = Pick<TaskView, 'id' | 'key' | 'title' | 'brief' | 'skills' | 'needs' | 'parentId' | 'role' | 'assigneeId'>

/** Folds the events by which a plan was written. */
export function planVersions(events: readonly LogEvent[]): PlanVersionView[] {
  const rows = new Map<string, Row>()
  let before: ReadonlyMap<string, Row> = new Map()
  const versions: PlanVersionView[] = []
  for (const event of events) {
    for (const change of event.changes) {
      if (change.in !== 'tasks') continue
      if ('gone' in change) rows.delete(change.id)
      else rows.set(change.id, { ...rows.get(change.id), ...change.set, id: change.id } as Row)
    }
    if (event.type === 'plan.tasks_added') continue
    const after = planned(rows)
    versions.unshift(event.type === 'plan.revised' ? revised(event) : proposed(event, before, after))
    before = after
  }
  return versions
}

/** The plan's own tasks by key, parts of tasks left out; needs are keys. */
function planned(rows: ReadonlyMap<string, Row>): Map<string, Row> {
  const own = [...rows.values()].filter(({ parentId }) => parentId === null || rows.get(parentId)?.role === 'work')
  return new Map(own.map((row) => [row.key, { ...row, needs: row.needs.map((id) => rows.get(id)?.key ?? id) }]))
}

const told = ({ key, title }: Row) => ({ key, title })

function proposed(event: LogEvent, before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): PlanVersionView {
  const changed = [...after.values()].flatMap((row) => {
    const old = before.get(row.key)
    const fields = old ? changedFields(writing(old), writing(row)) : []
    return fields.length > 0 ? [{ ...told(row), fields }] : []
  })
  return {
    version: Number(event.data.version),
    at: event.at,
    by: event.actor,
    what: 'proposed',
    reason: String(event.data.by ?? ''),
    tasks: after.size,
    added: [...after.values()].filter(({ key }) => !before.has(key)).map(told),
    removed: [...before.values()].filter(({ key }) => !after.has(key)).map(told),
    changed,
    deliverable: null,
  }
}

/** What the log tells of a task's writing; windows do not see the rest. */
const writing = ({ key, title, brief, skills, needs, assigneeId }: Row) => ({
  ...{ key, title, brief, skills, needs, assignee: assigneeId },
  ...{ output: null, checks: [], answers: 1, inputs: null },
})

function revised({ data, at, actor }: LogEvent): PlanVersionView {
  const { version, tasks, added, removed, changed, deliverable, reason } = data as Omit<PlanVersionView, 'at'>
  return { version, at, by: actor, what: 'revised', reason, tasks, added, removed, changed, deliverable }
}
