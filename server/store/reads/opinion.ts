import type { JudgedPair, Opinion } from '../../domain/opinion.ts'
import { type Reader, readRows } from './reader.ts'

/** The opinions on one version, oldest first. */
export const readOpinionsOn = (reader: Reader, versionId: string): Promise<Opinion[]> =>
  readRows(reader, 'opinion', 'where t."versionId" = $1 order by t."createdAt", t.id', [versionId])

/** What some agents thought of versions that a person decided since, with that person's last word on each. */
export async function readJudged(reader: Reader, agentIds: string[]): Promise<Map<string, JudgedPair[]>> {
  if (agentIds.length === 0) return new Map()
  const { rows } = await reader.query<JudgedPair & { agentId: string }>(
    `select o."agentId", o.verdict as opinion, r.verdict as decided
     from opinion o join lateral (
       select verdict from review where "versionId" = o."versionId" order by "createdAt" desc, id desc limit 1
     ) r on true
     where o."agentId" = any($1) order by o."createdAt"`,
    [agentIds],
  )
  const byAgent = new Map<string, JudgedPair[]>()
  for (const { agentId, opinion, decided } of rows)
    byAgent.set(agentId, [...(byAgent.get(agentId) ?? []), { opinion, decided }])
  return byAgent
}

export async function readAgentNames(reader: Reader, agentIds: string[]): Promise<Map<string, string>> {
  const { rows } = await reader.query<{ id: string; name: string }>('select id, name from agent where id = any($1)', [
    agentIds,
  ])
  return new Map(rows.map(({ id, name }) => [id, name]))
}
