import { count, type Invariant } from './invariant.ts'

/** What was made, judged, sent and logged. */
export const resultInvariants: readonly Invariant[] = [
  {
    number: 'I12',
    sentence: 'every answered call is kept once',
    offenders: `select 'receipt ' || id from receipt group by actor, id having count(*) > 1`,
    looked: count('receipt'),
  },
  {
    number: 'I14',
    sentence: 'the versions of a task are 1 to n',
    offenders: `select 'task ' || t.id from task t left join version v on v."taskId" = t.id group by t.id
      having count(v.id) <> t."versionCount" or coalesce(max(v.number), 0) <> count(v.id) or coalesce(min(v.number), 1) <> 1`,
    looked: count('version'),
  },
  {
    number: 'I22',
    sentence: 'bytes are those of their hash',
    offenders: `select 'content ' || "sha256" from content where encode(sha256(bytes), 'hex') <> "sha256"`,
    looked: count('content'),
  },
  {
    number: 'I23',
    sentence: 'an approval names the hash of its version and a member',
    offenders: `select 'review ' || r.id from review r left join version v on v.id = r."versionId" left join member m on m.id = r."memberId"
      where v.sha256 is distinct from r.sha256 or m.id is null`,
    looked: count('review'),
  },
  {
    number: 'I24',
    sentence: 'a done task stands on an approved version',
    offenders: `select 'task ' || t.id from task t left join version v on v.id = t."acceptedVersionId"
      where t.status = 'done' and t.role <> 'each' and v.status is distinct from 'approved'`,
    looked: count('task', `status = 'done'`),
  },
  {
    number: 'I26',
    sentence: 'no version that stands comes from an attempt that was taken away',
    offenders: `select 'version ' || v.id from version v join attempt a on a.id = v."attemptId"
      where v.status in ('checking', 'in_review') and a.status not in ('submitted', 'approved')
        and not exists (select 1 from task t where t.id = v."taskId" and t.role = 'answers')`,
    looked: count('version', `status in ('checking', 'in_review')`),
  },
  {
    number: 'I27',
    sentence: 'every send and every hand-out by webhook has its job',
    offenders: `select 'delivery ' || d.id from delivery d left join job j on j.id = d."jobId" where j.id is null
      union all select 'attempt ' || a.id from attempt a join agent g on g.id = a."agentId" and g.channel = 'webhook'
        where a."claimId" is null and a."offeredAt" > now() - interval '29 days'
          and not exists (select 1 from job j where j."attemptId" = a.id and j.kind = 'deliver')`,
    looked: count('delivery'),
  },
  {
    number: 'I31',
    sentence: 'the numbers of every log are 1 to N without a gap',
    offenders: `select 'lane ' || l.id from lane l left join
        (select "laneId", count(*) as n, min(seq) as low, max(seq) as high from event group by 1) e on e."laneId" = l.id
      where l.seq <> coalesce(e.n, 0) or (l.seq > 0 and (e.low <> 1 or e.high <> l.seq))`,
    looked: count('event'),
  },
  {
    number: 'I35',
    sentence: 'what belongs to a task is in its room',
    offenders: `select 'attempt ' || a.id from attempt a join task t on t.id = a."taskId" where a."roomId" <> t."roomId" or a."goalId" <> t."goalId"
      union all select 'version ' || v.id from version v join task t on t.id = v."taskId" where v."roomId" <> t."roomId"
      union all select 'task ' || t.id from task t join goal g on g.id = t."goalId" where g."roomId" <> t."roomId"`,
    looked: count('task'),
  },
  {
    number: 'I37',
    sentence: 'what people did is chained, and no link was changed, added or taken away',
    offenders: `select 'lane ' || id from lane where chain <> people_chain(id, 0, '')`,
    looked: count('event', `actor ->> 'kind' = 'member'`),
  },
  {
    number: 'I45',
    sentence: 'nothing that is to be sent has waited for more than ten minutes past its time',
    offenders: `select 'job ' || id from job where "endedAt" is null and "runAt" < now() - interval '10 minutes'
      and coalesce("claimedUntil", "runAt") < now() - interval '10 minutes'`,
    looked: count('job', '"endedAt" is null'),
  },
]
