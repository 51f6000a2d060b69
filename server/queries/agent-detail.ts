import type { AgentDetail, AgentRun } from '../contract/history-views.ts'
import { presentAgent } from '../contract/present-workspace.ts'
import { day } from '../domain/clocks.ts'
import { calibrationOf } from '../domain/opinion.ts'
import type { Actor } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import {
  findAgent,
  type RunRow,
  readOutcomes,
  readRecord,
  readRoomsOfAgent,
  readRuns,
  readUse,
} from '../store/reads/agent.ts'
import { readJudged } from '../store/reads/opinion.ts'
import { personWho } from './standing.ts'

const page = 50
const latelyMs = 30 * day

/** An agent with its rooms, its record by skill, what it uses up and its runs, 50 a page: of rooms that the caller may read. */
export async function agentDetail(actor: Actor, agentId: string, before: string | null): Promise<AgentDetail | null> {
  const stood = await personWho(actor, 'agent.read', { agentId })
  const pool = sharedPool()
  const agent = stood && (await findAgent(pool, agentId))
  if (!agent) return null
  const viewer = { memberId: stood.memberId, allRooms: stood.everywhere }
  const [rooms, record, lately, use, judged, runs] = await Promise.all([
    readRoomsOfAgent(pool, agentId, viewer),
    readRecord(pool, agentId),
    readOutcomes(pool, agentId, Date.now() - latelyMs),
    readUse(pool, agentId),
    readJudged(pool, [agentId]),
    readRuns(pool, agentId, viewer, { before, limit: page + 1 }),
  ])
  return {
    agent: presentAgent(agent),
    rooms,
    record: record.map(({ totalMs, ...one }) => ({
      ...one,
      meanMs: one.accepted > 0 ? Math.round(totalMs / one.accepted) : null,
    })),
    lately,
    inUse: use.inUse,
    spent: { tokens: use.tokens, costUsd: use.costUsd },
    judging: calibrationOf(judged.get(agentId) ?? []),
    runs: runs.slice(0, page).map(presentRun),
    more: runs.length > page,
  }
}

/** A result in the very answer to the offer takes up the work and ends it at one moment: it counts from the offer. */
const startOf = ({ acceptedAt, endedAt, offeredAt }: RunRow): number =>
  acceptedAt === null || acceptedAt === endedAt ? offeredAt : acceptedAt

const presentRun = (row: RunRow): AgentRun => ({
  ...row,
  durationMs: row.endedAt === null ? null : row.endedAt - startOf(row),
})
