import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { GoalStatus } from '../../domain/goal.ts'
import { afterSeeing, afterWriting, mentioned, withMention } from '../../domain/mention.ts'
import type { Actor } from '../../domain/permission.ts'
import type { Participant } from '../../domain/room.ts'
import { counted, grouped } from '../../domain/text/counted.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, eventActor, notHere, type Ports, tell } from '../kit.ts'
import { notify } from '../moves/notify.ts'
import { say } from '../moves/say.ts'

type Posted = { messageId: string }

/** Somebody says something in the room. Mentioned agents hear of it, for mentioned people it waits; the coordinator answers when asked how things stand. */
export const postMessage: Command<ParsedInput<'message.post'>, Posted> = {
  name: 'message.post',
  lane: ({ roomId }) => ({ lane: roomId }),
  wants: ({ replyTo }) => ({ messages: replyTo ? [replyTo] : [] }),
  run(unit, call) {
    const { actor, input, ports } = call
    const author = mayPost(unit, actor)
    if (!author.ok) return author
    const answered = input.replyTo ? unit.get('message', input.replyTo) : undefined
    if (input.replyTo && answered?.roomId !== unit.laneId)
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
    const named = actor.kind === 'coordinator' ? [] : namedIn(unit, input.body, who.id)
    const threadId = answered ? (answered.replyTo ?? answered.id) : null
    for (const { id, mentions } of unit.tables.participant.by('subject', who.id))
      if (mentions.length > 0) unit.update('participant', id, { mentions: afterWriting(mentions, threadId) })
    for (const { id, kind, mentions } of named)
      if (kind === 'member') {
        const mention = { messageId: message.id, threadId: threadId ?? message.id }
        unit.update('participant', id, { mentions: withMention(mentions, mention) })
      }
    tell(unit, call, 'message.posted', { messageId: message.id })
    // Agents that mention each other in a circle must not wake each other for ever: a person they may call.
    if (actor.kind === 'member') hear(unit, ports, { id: message.id, body: input.body, author: who.name }, named)
    return done({ messageId: message.id })
  },
}

/** A person has been where they were mentioned: what they saw no longer waits for them. */
export const seeMention: Command<ParsedInput<'mention.see'>, { left: number }> = {
  name: 'mention.see',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.read')
    if (!allowed.ok) return allowed
    const own = unit.tables.participant.by('subject', allowed.member.id)[0]
    if (!own) return done({ left: 0 })
    const mentions = afterSeeing(own.mentions, call.input.messageId)
    if (mentions.length < own.mentions.length) {
      unit.update('participant', own.id, { mentions })
      tell(unit, call, 'mention.seen', { participantId: own.id })
    }
    return done({ left: mentions.length })
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

/** Who of the room, its author aside, the text names. */
function namedIn(unit: Unit, body: string, authorId: string): (Participant & { name: string })[] {
  if (!body.includes('@')) return []
  const here = [...unit.tables.participant.all()].filter((one) => one.status === 'in')
  const all = here.map((one) => ({ ...one, name: unit.subject(one.subjectId).name }))
  return mentioned(body, all).filter((one) => one.subjectId !== authorId)
}

type Heard = { id: string; body: string; author: string }
function hear(unit: Unit, ports: Ports, message: Heard, named: readonly Participant[]) {
  const room = { id: unit.laneId, name: unit.room().name }
  for (const { kind, subjectId } of named)
    if (kind === 'agent') notify(unit, subjectId, 'room.mentioned', { room, message })
  if (message.body.toLowerCase().includes('@coordinator')) say(unit, ports, standing(unit))
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
      const count = (...statuses: string[]) => grouped(tasks.filter((task) => statuses.includes(task.status)).length)
      const waiting = tasks.filter((task) => task.status === 'needs_human' || task.status === 'waiting_input')
      const first = waiting[0]
      const wants = first
        ? ` Waiting for a person: T-${first.number} ${first.title}${waiting.length > 1 ? ` and ${grouped(waiting.length - 1)} more` : ''}.`
        : ''
      return `**G-${goal.number} ${goal.title}** · ${stands[goal.status]}. ${count('done')} of ${counted(tasks.length, 'task')} done, ${count('running', 'checking')} in work, ${count('ready', 'blocked')} to come.${wants}`
    })
    .join('\n\n')
}
