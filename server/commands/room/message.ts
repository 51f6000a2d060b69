import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { GoalStatus } from '../../domain/goal.ts'
import type { Actor } from '../../domain/permission.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, eventActor, notHere, type Ports, tell } from '../kit.ts'
import { notify } from '../moves/notify.ts'
import { say } from '../moves/say.ts'

type Posted = { messageId: string }

/** Somebody says something in the room. Mentioned agents hear of it; the coordinator answers when asked how things stand. */
export const postMessage: Command<ParsedInput<'message.post'>, Posted> = {
  name: 'message.post',
  lane: ({ roomId }) => ({ lane: roomId }),
  wants: ({ replyTo }) => ({ messages: replyTo ? [replyTo] : [] }),
  run(unit, call) {
    const { actor, input, ports } = call
    const author = mayPost(unit, actor)
    if (!author.ok) return author
    if (input.replyTo && unit.get('message', input.replyTo)?.roomId !== unit.laneId)
      return refuse('not_found', 'The message that this answers is not in this room.')
    const who = eventActor(unit, actor)
    const message = unit.insert('message', {
      id: unit.newId(),
      roomId: unit.laneId,
      authorKind: who.kind,
      authorId: who.id,
      authorName: who.name,
      body: input.body,
      html: ports.renderMarkdown(input.body),
      replyTo: input.replyTo ?? null,
      goalId: null,
      taskId: null,
      createdAt: unit.now,
    })
    tell(unit, call, 'message.posted', { messageId: message.id })
    // Agents that mention each other in a circle must not wake each other for ever.
    if (actor.kind === 'member') hear(unit, ports, message.id, input.body, who)
    return done({ messageId: message.id })
  },
}

function mayPost(unit: Unit, actor: Actor): { ok: true } | ReturnType<typeof refuse> {
  if (actor.kind === 'coordinator') return { ok: true }
  if (actor.kind === 'member') {
    const allowed = allow(unit, actor, 'message.post')
    return allowed.ok ? { ok: true } : allowed
  }
  const inRoom = unit.tables.participant.by('subject', actor.agentId).some((one) => one.status === 'in')
  return inRoom ? { ok: true } : notHere
}

function hear(unit: Unit, ports: Ports, messageId: string, body: string, who: { id: string; name: string }) {
  const text = body.toLowerCase()
  if (!text.includes('@')) return
  for (const participant of unit.tables.participant.all()) {
    if (participant.kind !== 'agent' || participant.status !== 'in') continue
    const agent = unit.agent(participant.subjectId)
    if (!agent || !text.includes(`@${agent.name.toLowerCase()}`)) continue
    notify(unit, agent.id, 'room.mentioned', {
      room: { id: unit.laneId, name: unit.room().name },
      message: { id: messageId, body, author: who.name },
    })
  }
  if (text.includes('@coordinator')) say(unit, ports, standing(unit))
}

const stands: Record<GoalStatus, string> = {
  draft: 'Not posted yet',
  planning: 'Being planned',
  awaiting_plan_approval: 'The plan waits for somebody to start it',
  running: 'At work',
  paused: 'Paused',
  in_review: 'Waits for a review',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
}

/** How every live goal stands, in plain lines. */
function standing(unit: Unit): string {
  const goals = unit.tables.goal.by('live', 'live')
  if (goals.length === 0) return 'Nothing is running in this room. Post a goal and I will plan it.'
  return goals
    .map((goal) => {
      const tasks = unit.tables.task.by('goal', goal.id)
      const count = (...statuses: string[]) => tasks.filter((task) => statuses.includes(task.status)).length
      const waiting = tasks.filter((task) => task.status === 'needs_human' || task.status === 'waiting_input')
      const first = waiting[0]
      const wants = first
        ? ` Waiting for a person: T-${first.number} ${first.title}${waiting.length > 1 ? ` and ${waiting.length - 1} more` : ''}.`
        : ''
      return `**G-${goal.number} ${goal.title}** · ${stands[goal.status]}. ${count('done')} of ${tasks.length} tasks done, ${count('running', 'checking')} in work, ${count('ready', 'blocked')} to come.${wants}`
    })
    .join('\n\n')
}
