import type { Handoff } from '../../domain/room.ts'
import type { Unit } from '../../store/unit.ts'

type Asked = Pick<Handoff, 'kind' | 'title' | 'body'> &
  Partial<Pick<Handoff, 'goalId' | 'taskId' | 'attemptId' | 'agentId' | 'memberId'>> & { options?: readonly string[] }

/** Lays a question or work before a person: `memberId`, or any member of the room. Who calls it tells the log why. */
export const openHandoff = (unit: Unit, { kind, title, body, options = [], ...about }: Asked): Handoff =>
  unit.insert('handoff', {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: about.goalId ?? null,
    taskId: about.taskId ?? null,
    attemptId: about.attemptId ?? null,
    agentId: about.agentId ?? null,
    kind,
    memberId: about.memberId ?? null,
    title,
    body,
    options: [...options],
    status: 'open',
    answer: null,
    answeredBy: null,
    createdAt: unit.now,
    closedAt: null,
  })

/** Nobody has to answer these any more: what they asked about is settled otherwise. */
export function withdrawHandoffs(unit: Unit, open: Iterable<Handoff>) {
  for (const { id } of open) unit.update('handoff', id, { status: 'withdrawn', closedAt: unit.now })
}
