import { grouped } from '../../domain/text/counted.ts'
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

/** More than this many lines of one kind in one commit become one: mass failure is one incident, not three hundred. */
const linesAtOnce = 3
const manyAtOnce = {
  handed_on: (count: number) => `${grouped(count)} tasks were taken from workers that failed and handed to others.`,
  needs_person: (count: number) => `${grouped(count)} tasks need a person. They are in the inbox, each with its story.`,
}

/** Says the lines that were gathered while the batch ran. */
export function sayGathered(unit: Unit, ports: Ports) {
  for (const kind of ['handed_on', 'needs_person'] as const) {
    const lines = unit.lines.filter((line) => line.kind === kind)
    const first = lines[0]
    if (!first) continue
    if (lines.length <= linesAtOnce)
      for (const { body, goalId, taskId } of lines) say(unit, ports, body, { goalId, taskId })
    else say(unit, ports, `${manyAtOnce[kind](lines.length)} The first: ${first.body}`, { goalId: first.goalId })
  }
  unit.lines.length = 0
}
