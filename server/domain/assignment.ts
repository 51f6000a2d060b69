import type { Attempt } from './attempt.ts'
import type { Clocks } from './clocks.ts'
import type { Goal } from './goal.ts'
import type { Artifact, Room } from './room.ts'
import type { Task } from './task.ts'
import type { Comment, Review, Version } from './version.ts'

/** One input of an assignment: text when it is small, else the hash by which a link is made. Instructions never travel here. */
export type AssignmentInput = {
  id: string
  name: string
  mediaType: string
  text?: string
  sha256: string
  size: number
  origin: 'person' | 'coordinator' | 'agent'
  author: string
  trust: 'given' | 'checked' | 'unchecked'
}

/** `attempt.requested` data (agent-protocol.md 2) without the token and links, which are made when it is sent. */
export type Assignment = {
  room: { id: string; name: string; rules: string }
  goal: { id: string; title: string; acceptance: string[] }
  task: {
    id: string
    key: string
    title: string
    brief: string
    skills: string[]
    inputs: AssignmentInput[]
    output: { kind: string; mediaType: string; schema?: unknown; sections?: string[] }
    checks: { name: string; required?: boolean | undefined }[]
    dueAt: string
  }
  attempt: {
    id: string
    number: number
    acceptBy: string
    deadline: string
    heartbeatSeconds: number
    leaseSeconds: number
  }
  history: { attempt: number; outcome: string; reason: string | null }[]
}

/** Everything an assignment is made from. */
export type Story = {
  room: Room
  goal: Goal
  task: Task
  attempt: Attempt
  clocks: Clocks
  /** Earlier attempts of the task, oldest first. */
  earlier: readonly Attempt[]
  /** Accepted versions of the tasks it builds on, with the title of their task and the name of their maker. */
  upstream: readonly { version: Version; title: string; author: string }[]
  /** The version a person sent back, with the review and its comments. */
  sentBack: {
    version: Version
    author: string
    review: Review | null
    reviewer: string
    comments: readonly Comment[]
  } | null
  /** Drafts that dead attempts left. */
  partial: readonly { artifact: Artifact; author: string }[]
  /** Hash of a text that is kept as content beside the assignment. */
  hash: (text: string) => string
}

const iso = (at: number): string => new Date(at).toISOString()

/** Builds the assignment of one attempt. Pure: the same story gives the same bytes. */
export function assignmentOf(story: Story): Assignment {
  const { room, goal, task, attempt, clocks } = story
  const deadline = iso(attempt.deadlineAt ?? attempt.offeredAt + clocks.attemptSeconds * 1000)
  return {
    room: { id: room.id, name: room.name, rules: room.rules },
    goal: { id: goal.id, title: goal.title, acceptance: goal.acceptance },
    task: {
      id: task.id,
      key: task.key,
      title: task.title,
      brief: briefOf(task),
      skills: task.skills,
      inputs: inputsOf(story),
      output: {
        kind: task.output?.kind ?? 'document',
        mediaType: task.output?.mediaType ?? 'text/markdown',
        ...(task.output?.schema === undefined ? {} : { schema: task.output.schema }),
        ...(task.output?.sections === undefined ? {} : { sections: task.output.sections }),
      },
      checks: task.checks.map(({ name, required }) => ({ name, ...(required === undefined ? {} : { required }) })),
      dueAt: deadline,
    },
    attempt: {
      id: attempt.id,
      number: attempt.number,
      acceptBy: iso(attempt.acceptBy ?? attempt.offeredAt + clocks.acceptSeconds * 1000),
      deadline,
      heartbeatSeconds: clocks.heartbeatSeconds,
      leaseSeconds: clocks.leaseSeconds,
    },
    history: story.earlier.map((earlier) => ({
      attempt: earlier.number,
      outcome: earlier.failure ?? earlier.status,
      reason: earlier.reason,
    })),
  }
}

/** The brief with what was learnt since: what went wrong before, what a person asked to change. */
export function briefOf(task: Pick<Task, 'brief' | 'guidance'>): string {
  if (task.guidance.length === 0) return task.brief
  const person = task.guidance.filter((entry) => entry.from === 'person')
  const digest = task.guidance.filter((entry) => entry.from === 'coordinator')
  const parts = [task.brief]
  if (digest.length > 0) parts.push(`What went wrong before:\n${digest.map((entry) => `- ${entry.text}`).join('\n')}`)
  if (person.length > 0)
    parts.push(`What a person asks for now:\n${person.map((entry) => `- ${entry.text}`).join('\n')}`)
  return parts.join('\n\n')
}

function inputsOf({ goal, task, upstream, sentBack, partial, hash }: Story): AssignmentInput[] {
  const inputs: AssignmentInput[] = []
  const chosen = new Set(task.inputs)
  for (const input of goal.inputs) {
    if (!chosen.has(input.id)) continue
    inputs.push({
      id: input.id,
      name: input.name,
      mediaType: input.mediaType,
      ...(input.text === undefined ? {} : { text: input.text }),
      sha256: input.sha256,
      size: input.size,
      origin: 'person',
      author: goal.createdBy,
      trust: 'given',
    })
  }
  for (const { version, title, author } of upstream) inputs.push(...filesOf(version, title, author, 'checked'))
  if (sentBack) {
    inputs.push(
      ...filesOf(sentBack.version, `version ${sentBack.version.number}, sent back`, sentBack.author, 'unchecked'),
    )
    const review = {
      summary: sentBack.review?.summary ?? '',
      verdict: sentBack.review?.verdict ?? 'changes_requested',
      comments: sentBack.comments.map(({ quote, prefix, suffix, body }) => ({ quote, prefix, suffix, body })),
    }
    const text = JSON.stringify(review)
    inputs.push({
      id: `review:${sentBack.version.id}`,
      name: 'review.json',
      mediaType: 'application/json',
      text,
      sha256: hash(text),
      size: text.length,
      origin: 'person',
      author: sentBack.reviewer,
      trust: 'given',
    })
  }
  for (const { artifact, author } of partial)
    for (const file of artifact.files)
      inputs.push({
        id: `draft:${artifact.id}`,
        name: `draft of an earlier attempt: ${file.name}`,
        mediaType: file.mediaType,
        ...(file.text === undefined ? {} : { text: file.text }),
        sha256: file.sha256,
        size: file.size,
        origin: 'agent',
        author,
        trust: 'unchecked',
      })
  return inputs
}

function filesOf(version: Version, title: string, author: string, trust: 'checked' | 'unchecked'): AssignmentInput[] {
  return version.files.map((file, i) => ({
    id: i === 0 ? version.id : `${version.id}:${i + 1}`,
    name: `${title}: ${file.name}`,
    mediaType: file.mediaType,
    ...(file.text === undefined ? {} : { text: file.text }),
    sha256: file.sha256,
    size: file.size,
    origin: 'agent' as const,
    author,
    trust,
  }))
}
