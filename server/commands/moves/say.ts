import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'

/** The coordinator speaks in the room: one plain line, kept as a message. */
export function say(
  unit: Unit,
  ports: Ports,
  body: string,
  about: { goalId?: string | null; taskId?: string | null } = {},
) {
  const message = unit.insert('message', {
    id: unit.newId(),
    roomId: unit.laneId,
    authorKind: 'coordinator',
    authorId: coordinator.id,
    authorName: coordinator.name,
    body,
    html: ports.renderMarkdown(body),
    replyTo: null,
    goalId: about.goalId ?? null,
    taskId: about.taskId ?? null,
    createdAt: unit.now,
  })
  unit.emit('coordinator.said', coordinator, { messageId: message.id, goalId: message.goalId, taskId: message.taskId })
}
