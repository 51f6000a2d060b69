import { type Refusal, refuse } from '../../contract/problems.ts'
import { step } from '../../domain/machine.ts'
import type { Actor } from '../../domain/permission.ts'
import { type Deliverable, type Verdict, type Version, type VersionEvent, versionTable } from '../../domain/version.ts'
import type { Member } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, notHere } from '../kit.ts'
import { notify } from '../moves/notify.ts'

export type Named = { deliverableId: string; versionId: string; sha256: string }
export type Decidable = { ok: true; member: Member; deliverable: Deliverable; version: Version }

/** The version a person decides on, when it is the current one, has the bytes they saw, and still waits for a decision. */
export function decidable(unit: Unit, actor: Actor, named: Named): Decidable | Refusal {
  const allowed = allow(unit, actor, 'deliverable.decide')
  if (!allowed.ok) return allowed
  const deliverable = unit.get('deliverable', named.deliverableId)
  const version = unit.get('version', named.versionId)
  if (!deliverable || !version || version.deliverableId !== deliverable.id) return notHere
  if (named.sha256.toLowerCase() !== version.sha256)
    return refuse(
      'changed_meanwhile',
      `The hash you sent is not that of version ${version.number}. Load the page again and look at what is there now.`,
    )
  if (deliverable.versionId !== version.id) {
    const current = deliverable.versionId ? unit.get('version', deliverable.versionId) : undefined
    return refuse(
      'changed_meanwhile',
      `Version ${current?.number ?? '?'} arrived meanwhile; version ${version.number} can no longer be decided on. Look at the new one.`,
    )
  }
  const task = unit.get('task', deliverable.taskId)
  if (version.status === 'in_review' && task && task.status !== 'in_review')
    return refuse(
      'changed_meanwhile',
      `What version ${version.number} was built on changed (${task.reason ?? task.status}). It can be decided on again when that is settled.`,
    )
  if (version.status !== 'in_review') {
    const last = unit.tables.review.by('version', version.id).sort((a, b) => b.createdAt - a.createdAt)[0]
    const by = last ? (unit.member(last.memberId)?.name ?? 'somebody') : null
    return refuse(
      'changed_meanwhile',
      by
        ? `${by} decided already: ${last?.verdict.replaceAll('_', ' ')}.`
        : `Version ${version.number} is ${version.status.replaceAll('_', ' ')}; it does not wait for a decision.`,
    )
  }
  return { ok: true, member: allowed.member, deliverable, version }
}

/** Records a person's verdict on the exact bytes. */
export function recordReview(
  unit: Unit,
  { member, deliverable, version }: Omit<Decidable, 'ok'>,
  verdict: Verdict,
  summary: string,
) {
  return unit.insert('review', {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: version.goalId,
    deliverableId: deliverable.id,
    versionId: version.id,
    sha256: version.sha256,
    memberId: member.id,
    verdict,
    summary,
    createdAt: unit.now,
  })
}

/** Moves a version by its table; an impossible move is a bug and throws. */
export function moveVersion(unit: Unit, version: Version, event: VersionEvent, patch: Partial<Version> = {}): Version {
  const status = step(versionTable, version.status, event)
  if (!status) throw new Error(`version ${version.number} cannot ${event} from ${version.status}`)
  return unit.update('version', version.id, { status, decidedAt: unit.now, ...patch })
}

/** Tells the version's maker what became of it. */
export function tellMaker(
  unit: Unit,
  deliverable: Deliverable,
  version: Version,
  verdict: Verdict,
  comments: readonly { quote: string; body: string }[],
  summary: string,
) {
  const attempt = unit.get('attempt', version.attemptId)
  if (!attempt?.agentId) return
  notify(unit, attempt.agentId, 'deliverable.reviewed', {
    deliverable: { id: deliverable.id, name: deliverable.name, goalId: deliverable.goalId, taskId: deliverable.taskId },
    version: { id: version.id, number: version.number, sha256: version.sha256 },
    verdict,
    summary,
    comments: comments.map(({ quote, body }) => ({ quote, body })),
  })
}
