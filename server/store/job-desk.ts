import type pg from 'pg'
import type { Agent } from '../domain/workspace.ts'
import type { Content, Job } from './records.ts'
import { named, selectRows } from './sql.ts'
import type { KeptDelivery } from './store.ts'

/** What the job worker and the doors ask of Postgres outside any lane. */
export class JobDesk {
  private readonly wantedAgents = new Set<string>()
  private agents: Promise<Map<string, Agent>> | undefined

  constructor(
    private readonly pool: pg.Pool,
    private readonly process: string,
  ) {}

  async claimJobs(limit: number): Promise<Job[]> {
    const { rows } = await this.pool.query<Job>(
      named(
        `UPDATE job SET "claimedBy" = $1, "claimedUntil" = clock_timestamp() + interval '30 seconds'
         WHERE id IN (SELECT id FROM job WHERE "endedAt" IS NULL AND "runAt" <= clock_timestamp()
           AND ("claimedUntil" IS NULL OR "claimedUntil" <= clock_timestamp())
           ORDER BY "runAt" LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING *`,
        [this.process, limit],
      ),
    )
    return rows
  }

  async countTry(id: string): Promise<void> {
    await this.pool.query(named('UPDATE job SET tries = tries + 1 WHERE id = $1', [id]))
  }

  async endJob(id: string, outcome: string): Promise<void> {
    await this.pool.query(
      named('UPDATE job SET "endedAt" = clock_timestamp(), outcome = $2, tries = tries + 1 WHERE id = $1', [
        id,
        outcome,
      ]),
    )
  }

  async findDelivery(id: string): Promise<KeptDelivery | null> {
    const { rows } = await this.pool.query<KeptDelivery>(
      named(
        `SELECT d."laneId", d."jobId", d."agentId", d."attemptId", j.payload FROM delivery d JOIN job j ON j.id = d."jobId" WHERE d.id = $1`,
        [id],
      ),
    )
    return rows[0] ?? null
  }

  async roomsOf(subjectId: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ roomId: string }>(
      named(`SELECT "roomId" FROM participant WHERE "subjectId" = $1 AND status = 'in'`, [subjectId]),
    )
    return rows.map((row) => row.roomId)
  }

  /** Those asked for in one turn of the event loop are read by one statement: a batch hands out hundreds at once. */
  async findAgent(id: string): Promise<Agent | null> {
    this.wantedAgents.add(id)
    this.agents ??= new Promise((resolve) => setImmediate(resolve)).then(() => this.readAgents())
    return (await this.agents).get(id) ?? null
  }

  private async readAgents(): Promise<Map<string, Agent>> {
    const wanted = [...this.wantedAgents]
    this.wantedAgents.clear()
    this.agents = undefined
    const { rows } = await this.pool.query<Agent>(selectRows('agent', 'id = ANY($1::text[])', [wanted]))
    return new Map(rows.map((agent) => [agent.id, agent]))
  }

  async dueLanes(limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      named('SELECT id FROM lane WHERE "wakeAt" <= clock_timestamp() ORDER BY "wakeAt" LIMIT $1', [limit]),
    )
    return rows.map((row) => row.id)
  }

  async readContents(hashes: readonly string[]): Promise<Map<string, Content>> {
    const { rows } = await this.pool.query<Content>(
      named('SELECT sha256, bytes FROM content WHERE sha256 = ANY($1::text[])', [hashes]),
    )
    return new Map(rows.map((row) => [row.sha256, row]))
  }

  async now(): Promise<number> {
    const { rows } = await this.pool.query<{ now: number }>(named('SELECT clock_timestamp() AS now', []))
    return rows[0]?.now ?? 0
  }
}
