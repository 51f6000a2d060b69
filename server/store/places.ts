import type pg from 'pg'
import { named } from './sql.ts'
import type { Locatable, Place } from './store.ts'

const kept = 200_000

const placeQuery: Record<Locatable, string> = {
  room: `SELECT id AS "laneId", NULL AS "goalId" FROM room WHERE id = $1`,
  workspace: `SELECT id AS "laneId", NULL AS "goalId" FROM workspace WHERE id = $1`,
  agent: `SELECT "workspaceId" AS "laneId", NULL AS "goalId" FROM agent WHERE id = $1`,
  goal: `SELECT "roomId" AS "laneId", id AS "goalId" FROM goal WHERE id = $1`,
  task: `SELECT "roomId" AS "laneId", "goalId" FROM task WHERE id = $1`,
  attempt: `SELECT "roomId" AS "laneId", "goalId" FROM attempt WHERE id = $1`,
  version: `SELECT "roomId" AS "laneId", "goalId" FROM version WHERE id = $1`,
  deliverable: `SELECT "roomId" AS "laneId", "goalId" FROM deliverable WHERE id = $1`,
  comment: `SELECT "roomId" AS "laneId", "goalId" FROM comment WHERE id = $1`,
  handoff: `SELECT "roomId" AS "laneId", "goalId" FROM handoff WHERE id = $1`,
  action_request: `SELECT "roomId" AS "laneId", "goalId" FROM action_request WHERE id = $1`,
  participant: `SELECT "roomId" AS "laneId", NULL AS "goalId" FROM participant WHERE id = $1`,
  delivery: `SELECT "laneId", NULL AS "goalId" FROM delivery WHERE id = $1`,
  playbook: `SELECT "workspaceId" AS "laneId", NULL AS "goalId" FROM playbook WHERE id = $1`,
  schedule: `SELECT "workspaceId" AS "laneId", NULL AS "goalId" FROM schedule WHERE id = $1`,
  hook: `SELECT "workspaceId" AS "laneId", NULL AS "goalId" FROM hook WHERE id = $1`,
}

/** Where things live. A thing never changes its lane, so an answer is remembered. */
export class Places {
  private readonly known = new Map<string, Place>()
  constructor(private readonly pool: pg.Pool) {}

  async locate(kind: Locatable, id: string): Promise<Place | null> {
    const known = this.known.get(id)
    if (known) return known
    const { rows } = await this.pool.query<Place>(named(placeQuery[kind], [id]))
    const place = rows[0] ?? null
    if (place) this.remember(id, place)
    return place
  }

  remember(id: string, place: Place) {
    if (this.known.size >= kept) this.known.clear()
    this.known.set(id, place)
  }
}
