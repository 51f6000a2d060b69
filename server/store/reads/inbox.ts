import type { InboxItem } from '../../contract/views.ts'
import type { CheckResult } from '../../domain/checks/check.ts'
import { goalStatuses, isEnded } from '../../domain/goal.ts'
import type { Reader } from './reader.ts'

/** One waiting thing as the tables hold it; review fields are null for other kinds. */
export type WaitingRow = Pick<
  InboxItem,
  | 'id'
  | 'kind'
  | 'roomId'
  | 'roomName'
  | 'goalId'
  | 'goalTitle'
  | 'taskId'
  | 'taskNumber'
  | 'title'
  | 'detail'
  | 'at'
  | 'options'
> & {
  handoffId: string | null
  agentId: string | null
  actionId: string | null
  attemptId: string | null
  threadId: string | null
  mentions: number | null
  deliverableId: string | null
  deliverableNumber: number | null
  versionId: string | null
  versionNumber: number | null
  sha256: string | null
  checks: CheckResult[] | null
  required: number | null
  approvals: number | null
}

const noVersion = `null::text as "deliverableId", null::int as "deliverableNumber", null::text as "versionId",
  null::int as "versionNumber", null::text as sha256, null::jsonb as checks, null::int as required, null::int as approvals`
const place = `r.id as "roomId", r.name as "roomName", g.id as "goalId", g.title as "goalTitle"`
const task = `t.id as "taskId", t.number as "taskNumber"`
const noTask = `null::text as "taskId", null::int as "taskNumber"`
const nil = 'null::text'
const refs = (handoff: string, action: string, attempt: string, agent = nil, thread = nil, mentions = 'null::int') =>
  `${handoff} as "handoffId", ${agent} as "agentId", ${action} as "actionId", ${attempt} as "attemptId",
    ${thread} as "threadId", ${mentions} as mentions`

// A goal that is over waits for nobody; and attempts and actions are found by their goals.
const live = `g.status not in (${goalStatuses
  .filter(isEnded)
  .map((status) => `'${status}'`)
  .join(', ')})`

// $1 workspace, $2 member, $3 whether the member is in every room.
const rooms = `rooms as (
  select r.id, r.name from room r where r."workspaceId" = $1 and r.status <> 'archived' and ($3 or exists (
    select 1 from participant p where p."roomId" = r.id and p."subjectId" = $2 and p.status = 'in')))`

const reviews = `
  select d.id, 'review' as kind, ${place}, ${task}, d.name as title, d.kind as detail, v."createdAt" as at, '[]'::jsonb as options,
    ${refs(nil, nil, nil)}, d.id as "deliverableId", d.number as "deliverableNumber", v.id as "versionId",
    v.number as "versionNumber", v.sha256, v.checks, g."requiredApprovals" as required, (
      select count(distinct w."memberId")::int from review w
      where w."goalId" = g.id and w."versionId" = v.id and w.sha256 = v.sha256 and w.verdict = 'approved') as approvals
  from deliverable d join rooms r on r.id = d."roomId" join goal g on g.id = d."goalId" join task t on t.id = d."taskId"
  cross join lateral (select o.* from version o where o."taskId" = d."taskId" and o."deliverableId" = d.id
    and o.status = 'in_review' order by o.number desc limit 1) v
  where d.status = 'in_review' and not exists (select 1 from review w
    where w."goalId" = g.id and w."versionId" = v.id and w."memberId" = $2 and w.verdict = 'approved')`

const handoffs = `
  select h.id, h.kind, ${place}, ${task}, h.title, h.body as detail, h."createdAt" as at, h.options,
    ${refs('h.id', nil, 'h."attemptId"', 'h."agentId"')}, ${noVersion}
  from handoff h join rooms r on r.id = h."roomId" left join goal g on g.id = h."goalId" left join task t on t.id = h."taskId"
  where h.status = 'open' and (h."memberId" is null or h."memberId" = $2)`

const work = `
  select a.id, 'work' as kind, ${place}, ${task}, t.title, t.brief as detail, a."offeredAt" as at, '[]'::jsonb as options,
    ${refs(nil, nil, 'a.id')}, ${noVersion}
  from attempt a join rooms r on r.id = a."roomId" join goal g on g.id = a."goalId" join task t on t.id = a."taskId"
  where ${live} and a."memberId" = $2 and a.status in ('offered', 'accepted', 'working')
    and not exists (select 1 from handoff h where h."roomId" = a."roomId" and h.status = 'open' and h.kind = 'work' and h."taskId" = a."taskId")`

// A goal that is to be explained first is one row, not two.
const plans = `
  select g.id, 'plan' as kind, ${place}, ${noTask}, g.title,
    coalesce(g."planProblems"->>0, g.reason, g.brief) as detail, g."createdAt" as at,
    case when g."planProblems" = '[]'::jsonb then '["start"]'::jsonb else '[]'::jsonb end as options, ${refs(nil, nil, nil)}, ${noVersion}
  from goal g join rooms r on r.id = g."roomId" where g.status = 'awaiting_plan_approval'
    and not exists (select 1 from handoff h where h."roomId" = r.id and h.status = 'open' and h.kind = 'goal_question'
      and h."goalId" = g.id and (h."memberId" is null or h."memberId" = $2))`

const actions = `
  select q.id, 'action' as kind, ${place}, ${task}, q.command as title, q.reason as detail, q."createdAt" as at,
    '["allow", "deny"]'::jsonb as options, ${refs(nil, 'q.id', 'q."attemptId"')}, ${noVersion}
  from action_request q join rooms r on r.id = q."roomId" join goal g on g.id = q."goalId"
  join attempt a on a.id = q."attemptId" join task t on t.id = a."taskId"
  where ${live} and q.decision = 'pending'`

// One row a room: the first message that a person has not been at, and how many there are.
const mentions = `
  select m.id, 'mention' as kind, r.id as "roomId", r.name as "roomName", ${nil} as "goalId", ${nil} as "goalTitle", ${noTask},
    m."authorName" as title, m.body as detail, m."createdAt" as at, '[]'::jsonb as options,
    ${refs(nil, nil, nil, nil, `p.mentions->0->>'threadId'`, 'jsonb_array_length(p.mentions)')}, ${noVersion}
  from participant p join rooms r on r.id = p."roomId" join message m on m.id = p.mentions->0->>'messageId'
  where p."subjectId" = $2 and p.status = 'in' and p.mentions <> '[]'::jsonb`

const order: readonly InboxItem['kind'][] = [
  ...(['review', 'question', 'goal_question', 'conflict', 'stale', 'budget'] as const),
  ...(['needs_human', 'mention', 'work', 'plan', 'action'] as const),
]

/** What waits for a member in the rooms it may read, oldest first within a kind; whoever decides nothing has mentions alone. */
export async function readInbox(
  reader: Reader,
  workspaceId: string,
  viewer: { memberId: string; allRooms: boolean; decides: boolean },
): Promise<WaitingRow[]> {
  const all = viewer.decides ? [reviews, handoffs, work, plans, actions, mentions] : [mentions]
  const { rows } = await reader.query<WaitingRow>(
    `with ${rooms} select * from (${all.join(' union all ')}) waiting
     order by array_position($4::text[], kind), at, id`,
    [workspaceId, viewer.memberId, viewer.allRooms, order],
  )
  return rows
}
