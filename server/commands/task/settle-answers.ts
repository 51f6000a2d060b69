import type { Conflict, Position } from '../../domain/conflict.ts'
import { type Item, titleOf } from '../../domain/fan-out.ts'
import { type Compared, type SettledBy, settledBy } from '../../domain/reconcile/compare-answers.ts'
import { conflictLine } from '../../domain/reconcile/conflict-line.ts'
import type { Task } from '../../domain/task.ts'
import type { Version } from '../../domain/version.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { type Command, done } from '../kit.ts'
import { answersTo, letStand, withdrawConflicts } from '../moves/answers.ts'
import { openHandoff } from '../moves/handoffs.ts'
import { prompt } from '../moves/notify.ts'
import { say } from '../moves/say.ts'
import { moveTask, openAttemptOf, participantName, taskLabel } from '../moves/task.ts'
import { upstreamOf } from '../moves/upstream.ts'

export type Answers = {
  kind: Conflict['kind']
  by: SettledBy
  answers: {
    versionId: string
    participantId: string
    taskId: string
    /** The item of a list that it is about. */
    about: string | undefined
    /** Sources of it whose quoted words were found. */
    verified: number
    sources: Version['sources']
    file: { name: string; mediaType: string; sha256: string; text?: string | undefined } | null
  }[]
}

/** What there is to compare: the answers to one question, or what the deliverable is made from. Null when nothing is. */
export const readAnswers: Command<{ taskId: string }, Answers | null> = {
  name: 'task.read_answers',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, { input }) {
    const task = unit.get('task', input.taskId)
    if (!task) return done(null)
    const settles = task.role === 'answers'
    if (settles ? task.status !== 'blocked' : unit.tables.conflict.by('task', task.id).length > 0) return done(null)
    const given = settles ? answersTo(unit, task) : upstreamOf(unit, task)
    return done({
      kind: settles ? 'answers' : 'merge',
      by: settledBy(task.checks, given.length),
      answers: given.map(({ task: from, version }) => ({
        versionId: version.id,
        participantId: version.createdBy,
        taskId: from.id,
        about: settles || from.item === null ? undefined : titleOf(from.item as Item),
        sources: version.sources,
        verified: version.checks
          .filter((check) => check.name === 'quotes' || check.name === 'numbers')
          .reduce((sum, check) => sum + check.evidence.filter((one) => one.ok).length, 0),
        file: version.files[0] ?? null,
      })),
    })
  },
}

type Input = { taskId: string; jobId: string; kind: Conflict['kind']; by: SettledBy; compared: Compared }

/** What the comparison found: one answer stands, or the contradictions are laid side by side before whoever decides. */
export const settleAnswers: Command<Input, { conflicts: number }> = {
  name: 'task.settle_answers',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, { input, ports }) {
    unit.appends.jobChanges.push({ id: input.jobId, endedAt: unit.now, outcome: 'compared', runAt: unit.now, tries: 1 })
    const task = unit.get('task', input.taskId)
    if (!task || (input.kind === 'answers' && task.status !== 'blocked')) return done({ conflicts: 0 })
    const { compared } = input
    if (input.kind === 'answers') withdrawConflicts(unit, task.id)
    for (const found of compared.conflicts) keepConflict(unit, task, input.kind, found)
    if (compared.conflicts.length > 0)
      unit.emit('answers.contradicted', coordinator, {
        taskId: task.id,
        subjects: compared.conflicts.map((one) => one.subject).slice(0, 20),
        reason: compared.why,
      })
    const winner = compared.winner === null ? undefined : unit.get('version', compared.winner)
    if (input.kind === 'merge') tellMaker(unit, ports, task, compared)
    else if (winner) {
      say(unit, ports, `${taskLabel(task)}: ${compared.why}`, { goalId: task.goalId, taskId: task.id })
      letStand(unit, ports, task, winner, { by: 'rule', byId: null, why: compared.why }, coordinator)
    } else if (input.by === 'judge') askJudge(unit, ports, task, compared)
    else layBefore(unit, task, compared)
    return done({ conflicts: compared.conflicts.length })
  },
}

const keepConflict = (unit: Unit, task: Task, kind: Conflict['kind'], found: Compared['conflicts'][number]) =>
  unit.insert('conflict', {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: task.goalId,
    taskId: task.id,
    kind,
    subject: found.subject,
    positions: found.positions.map((position) => ({ ...position, task: broughtBy(unit, position) })),
    status: 'open',
    verdict: null,
    createdAt: unit.now,
    settledAt: null,
  })

function broughtBy(unit: Unit, { versionId }: Position): Position['task'] {
  const task = unit.get('task', unit.get('version', versionId)?.taskId ?? '')
  return task && { id: task.id, number: task.number, title: task.title }
}

type SaidBy = (unit: Unit, position: Position) => string
const maker: SaidBy = (unit, { participantId }) => participantName(unit, participantId)
// What is merged often has one maker: the task tells what it was about.
const madeAs: SaidBy = (unit, position) => {
  const from = unit.get('task', unit.get('version', position.versionId)?.taskId ?? '')
  return from ? taskLabel(from) : maker(unit, position)
}

/** Of many contradictions a room is told these; each stands beside its task, and whoever works on them hears of all. */
const linesInRoom = 4
function listed(unit: Unit, { conflicts }: Compared, saidBy: SaidBy, most = conflicts.length): string {
  const lines = conflicts
    .slice(0, most)
    .map(({ subject, positions }) => conflictLine(subject, positions, (one) => saidBy(unit, one)))
  const more = conflicts.length - lines.length
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')
}

/** The task itself is handed out, to somebody who gave none of the answers, with all of them before them. */
function askJudge(unit: Unit, ports: Parameters<typeof say>[1], task: Task, compared: Compared) {
  moveTask(unit, task.id, 'unblock', {
    guidance: [
      ...task.guidance,
      {
        at: unit.now,
        from: 'coordinator',
        text: `The answers contradict each other. Decide what stands, on the evidence, and say why:\n${listed(unit, compared, maker)}`,
      },
    ],
    reason: 'its answers contradict each other',
  })
  unit.emit('task.ready', coordinator, { taskId: task.id, reason: 'its answers contradict each other: one judges' })
  say(
    unit,
    ports,
    `${taskLabel(task)}: the answers contradict each other. Somebody who gave none of them decides.\n\n${listed(unit, compared, maker, linesInRoom)}`,
    { goalId: task.goalId, taskId: task.id },
  )
  unit.dispatch.add(task.goalId)
}

/** The option by which a person leaves it to somebody who gave none of the answers. */
export const letJudge = 'Let somebody else decide'
export const answerOption = (unit: Unit, given: ReturnType<typeof answersTo>[number], at: number): string =>
  `Answer ${at + 1} by ${participantName(unit, given.version.createdBy)}`

function layBefore(unit: Unit, task: Task, compared: Compared) {
  const differ = compared.conflicts.length > 0 ? 'its answers contradict each other' : 'its answers cannot be compared'
  moveTask(unit, task.id, 'escalate', { reason: compared.why })
  const handoff = openHandoff(unit, {
    goalId: task.goalId,
    taskId: task.id,
    kind: 'conflict',
    title: `${taskLabel(task)}: ${differ}`,
    body: `${compared.why}\n\n${listed(unit, compared, maker, linesInRoom)}`.trim(),
    options: [...answersTo(unit, task).map((given, i) => answerOption(unit, given, i)), letJudge],
  })
  unit.emit('task.needs_human', coordinator, { taskId: task.id, handoffId: handoff.id, reason: compared.why })
  unit.lines.push({
    kind: 'needs_person',
    body: `${taskLabel(task)} needs a person: ${differ}. ${compared.why}`,
    goalId: task.goalId,
    taskId: task.id,
  })
}

/** Whoever merges is told what disagrees, so that nothing is chosen in silence. */
function tellMaker(unit: Unit, ports: Parameters<typeof say>[1], task: Task, compared: Compared) {
  if (compared.conflicts.length === 0) return
  const text = `These inputs disagree. Name both where it matters and do not choose silently:\n${listed(unit, compared, madeAs)}`
  unit.update('task', task.id, { guidance: [...task.guidance, { at: unit.now, from: 'coordinator', text }] })
  prompt(unit, openAttemptOf(unit, task.id), { body: text, author: coordinator.name })
  say(
    unit,
    ports,
    `What ${taskLabel(task)} is made from disagrees on ${compared.conflicts.length === 1 ? 'one fact' : `${compared.conflicts.length} facts`}:\n\n${listed(unit, compared, madeAs, linesInRoom)}`,
    { goalId: task.goalId, taskId: task.id },
  )
}
