import { count, type Invariant, open } from './invariant.ts'

const aOpen = `a.${open}`
const running = `g.status in ('running', 'in_review')`

/** Who holds what, and that it moves. */
export const workInvariants: readonly Invariant[] = [
  {
    number: 'I01',
    sentence: 'a task has at most one open attempt that holds it, and one beside it',
    offenders: `select 'task ' || "taskId" from attempt where ${open} group by "taskId", hedge having count(*) > 1`,
    looked: count('attempt', open),
  },
  {
    number: 'I02',
    sentence: 'a task that is worked on has an open attempt with its fence, and a worker with a lease',
    offenders: `select 'task ' || t.id from task t where t.status in ('running', 'waiting_input') and not exists (
        select 1 from attempt a where a."taskId" = t.id and a.number <= t.fence and ${aOpen})
      union all select 'attempt ' || id from attempt
        where status in ('accepted', 'working') and "agentId" is not null and "leaseUntil" is null`,
    looked: count('task', `status in ('running', 'waiting_input')`),
  },
  {
    number: 'I03',
    sentence: 'a task that nobody works on has no open attempt',
    offenders: `select 'task ' || t.id || ' is ' || t.status from task t join attempt a on a."taskId" = t.id and ${aOpen}
      where t.status not in ('running', 'waiting_input', 'checking')`,
    looked: count('task'),
  },
  {
    number: 'I04',
    sentence: 'the fences of a task count up without repeats',
    offenders: `select 'task ' || t.id from task t join attempt a on a."taskId" = t.id
      group by t.id having count(*) <> count(distinct a.number) or max(a.number) > t.fence`,
    looked: count('attempt'),
  },
  {
    number: 'I09',
    sentence: 'attempts and sends stay within their limits',
    offenders: `select 'task ' || t.id || ' was handed out ' || t."attemptCount" || ' times' from task t join goal g on g.id = t."goalId"
        where t."attemptCount" > coalesce((g.clocks ->> 'attemptsPerTask')::int, 5)
      union all select 'delivery ' || id from delivery where type = 'attempt.requested' and "tryNumber" > 4`,
    looked: count('task'),
  },
  {
    number: 'I10',
    sentence: 'everything that is not settled names what wakes it',
    offenders: `select 'task ' || t.id || ' is ' || t.status from task t join goal g on g.id = t."goalId" and ${running}
      join room r on r.id = t."roomId" and r.status = 'open' join lane l on l.id = r.id
      where (t.status = 'ready' and l."wakeAt" is null)
        or (t.status = 'running' and l."wakeAt" is null and not exists (
          select 1 from attempt a where a."taskId" = t.id and ${aOpen} and a."memberId" is not null))
        or (t.status = 'blocked' and t.role = 'work' and not exists (
          select 1 from jsonb_array_elements_text(t.needs) need(id) join task n on n.id = need.id and n.status <> 'done'))
        or (t.status in ('needs_human', 'waiting_input') and not exists (
          select 1 from handoff h where h."taskId" = t.id and h.status = 'open'))
        or (t.status = 'in_review' and not exists (
          select 1 from version v where v."taskId" = t.id and v.status = 'in_review'))
        or (t.status = 'checking' and not exists (
          select 1 from attempt a where a."taskId" = t.id and a.status = 'submitted'))`,
    looked: count('task', `status not in ('done', 'cancelled', 'failed')`),
  },
  {
    number: 'I11',
    sentence: 'a settled task holds no attempt, no timer and no question',
    offenders: `select 'task ' || t.id || ' is ' || t.status from task t where t.status in ('done', 'cancelled', 'failed') and (
      t."wakeAt" is not null or exists (select 1 from attempt a where a."taskId" = t.id and ${aOpen})
      or exists (select 1 from handoff h where h."taskId" = t.id and h.status = 'open' and h.kind in ('question', 'needs_human', 'conflict')))`,
    looked: count('task', `status in ('done', 'cancelled', 'failed')`),
  },
  {
    number: 'I16',
    sentence: 'open attempts are with participants of the room and agents that are still there',
    offenders: `select 'attempt ' || a.id from attempt a join participant p on p.id = a."participantId"
        left join agent g on g.id = a."agentId"
      where ${aOpen} and (p.status <> 'in' or p."roomId" <> a."roomId" or g.status in ('unverified', 'disabled', 'removed'))`,
    looked: count('attempt', open),
  },
  {
    number: 'I17',
    sentence: 'places counted as taken are those of open attempts',
    offenders: `select 'agent ' || s."agentId" || ' has ' || s."inUse" || ' places counted, ' || count(a.id) || ' open attempts'
      from agent_slot s left join attempt a on a."agentId" = s."agentId" and ${aOpen}
      group by s."agentId", s."inUse" having s."inUse" <> count(a.id)`,
    looked: count('agent_slot'),
  },
  {
    number: 'I18',
    sentence: 'what is worked on has everything it needs',
    offenders: `select distinct 'task ' || t.id from task t cross join lateral jsonb_array_elements_text(t.needs) need(id)
      join task n on n.id = need.id where t.status in ('ready', 'running', 'waiting_input', 'checking') and n.status <> 'done'`,
    looked: count('task', `status in ('ready', 'running', 'waiting_input', 'checking')`),
  },
  {
    number: 'I19',
    sentence: 'nothing is done on a result that was replaced, unless somebody kept it on record',
    offenders: `select 'task ' || t.id from task t join version v on v.id = t."acceptedVersionId"
      cross join lateral jsonb_array_elements(v."builtFrom") b join task n on n.id = b ->> 'taskId'
      where t.status = 'done' and n."acceptedVersionId" is not null and n."acceptedVersionId" <> b ->> 'versionId'
        and not exists (select 1 from version now where now.id = n."acceptedVersionId" and now.sha256 = b ->> 'sha256')
        and not exists (select 1 from event e where e."laneId" = t."roomId" and e.type = 'task.kept_stale' and e.data ->> 'taskId' = t.id)`,
    looked: count('task', `status = 'done'`),
  },
  {
    number: 'I21',
    sentence: 'work that makes work stays within its depth',
    offenders: `select 'task ' || t.id from task t join goal g on g.id = t."goalId"
      where t."parentId" is not null and t.depth > greatest(coalesce((g.limits ->> 'depth')::int, 3), 1) + 1`,
    looked: count('task', '"parentId" is not null'),
  },
  {
    number: 'I40',
    sentence: 'a goal has not taken more steps than its limit and the attempts under way',
    offenders: `select 'goal ' || g.id from goal g where g.limits ? 'steps'
      and coalesce((g.spent ->> 'steps')::int, 0) > (g.limits ->> 'steps')::int
        + (select count(*) from agent_slot)`,
    looked: count('goal', `limits ? 'steps'`),
  },
]
