import { createHash } from 'node:crypto'
import { deriveAttemptToken, signLink, type TokenKey } from '../auth/tokens.ts'
import type { Assignment, AssignmentInput } from '../domain/assignment.ts'

export type AssignmentKeys = { publicUrl: string; attemptKey: TokenKey; linkKey: TokenKey }

/** agent-protocol.md 2: a message stays under 20 kB; its envelope takes some. */
const dataLimit = 20_000 - 600

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))
const fits = (data: object): boolean => bytesOf(data) <= dataLimit

/**
 * Puts the attempt's token, the links of larger inputs and the callback address into an assignment. What does not fit
 * travels as links: first the inputs, then their list, and of texts that are still too long their beginning.
 * Deterministic: every try sends the same bytes.
 */
export function completeAssignment(assignment: Assignment, agentId: string, keys: AssignmentKeys): object {
  const full = wholeAssignment(assignment, keys)
  if (fits(full)) return full
  const linked = {
    ...assignment,
    task: { ...assignment.task, inputs: assignment.task.inputs.map(withoutText) },
  }
  const short = wholeAssignment(linked, keys)
  if (fits(short)) return short
  const manifest = manifestOf(assignment, agentId, keys)
  const listed = fill(linked, keys, [manifest])
  return fits(listed) ? listed : fill(shortened(linked, keys), keys, [manifest])
}

// A review is made for its assignment and kept as content nowhere, so no link could lead to it.
function withoutText(input: AssignmentInput): AssignmentInput {
  const { text: _, ...linked } = input
  return input.id.startsWith('review:') ? input : linked
}

/** The assignment with everything in it, however long. */
export const wholeAssignment = (assignment: Assignment, keys: AssignmentKeys): object =>
  fill(assignment, keys, inputsOf(assignment, keys))

function manifestOf(assignment: Assignment, agentId: string, keys: AssignmentKeys): object {
  const token = signLink('inputs', { attemptId: assignment.attempt.id, agentId }, expiryOf(assignment), keys.linkKey)
  return {
    id: 'inputs',
    name: 'inputs.json',
    mediaType: 'application/vnd.muster.inputs+json',
    url: `${keys.publicUrl}/api/v1/inputs/${token}`,
    sha256: createHash('sha256')
      .update(JSON.stringify(inputsOf(assignment, keys)))
      .digest('hex'),
    origin: 'coordinator',
    author: 'Coordinator',
    trust: 'given',
  }
}

/** The same with long texts cut, in bytes of JSON: what is left fits, and the brief says where the whole is. */
function shortened(assignment: Assignment, { publicUrl }: AssignmentKeys): Assignment {
  const { room, goal, task, attempt, history } = assignment
  const { schema, sections, ...output } = task.output
  return {
    ...assignment,
    room: { ...room, rules: clip(room.rules, 1000) },
    goal: { ...goal, acceptance: firstOf(goal.acceptance, 1500) },
    task: {
      ...task,
      brief: `${clip(task.brief, 4000)}\n\n(Shortened. Read the whole assignment at ${publicUrl}/api/v1/attempts/${attempt.id} first.)`,
      output: {
        ...output,
        ...(schema === undefined || bytesOf(schema) > 2000 ? {} : { schema }),
        ...(sections === undefined ? {} : { sections: firstOf(sections, 1000) }),
      },
    },
    history: history.slice(-5).map((one) => ({ ...one, reason: one.reason === null ? null : clip(one.reason, 300) })),
  }
}

function clip(text: string, bytes: number): string {
  let end = Math.min(text.length, bytes)
  while (bytesOf(text.slice(0, end)) > bytes) end = Math.floor(end * 0.9)
  const half = /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? 1 : 0
  return end === text.length ? text : `${text.slice(0, end - half)}…`
}

function firstOf(texts: readonly string[], bytes: number): string[] {
  const kept: string[] = []
  let left = bytes
  for (const text of texts) {
    left -= bytesOf(text) + 1
    if (left < 0) break
    kept.push(text)
  }
  return kept
}

/** The inputs of an assignment with text or link, as the manifest door answers them. */
export const inputsOf = (assignment: Assignment, keys: AssignmentKeys): object[] =>
  assignment.task.inputs.map((input) => shown(input, assignment, keys))

const expiryOf = (assignment: Assignment): number => Math.ceil(Date.parse(assignment.attempt.deadline) / 1000) + 3600

function fill(assignment: Assignment, keys: AssignmentKeys, inputs: object[]): object {
  return {
    ...assignment,
    task: { ...assignment.task, inputs },
    attempt: { ...assignment.attempt, token: deriveAttemptToken(assignment.attempt.id, keys.attemptKey) },
    callback: { base: keys.publicUrl },
  }
}

function shown(input: AssignmentInput, assignment: Assignment, { publicUrl, linkKey }: AssignmentKeys): object {
  const { size: _, ...fields } = input
  if (input.text !== undefined) return fields
  const payload = {
    sha256: input.sha256,
    name: input.name.slice(0, 120),
    mediaType: input.mediaType,
    holder: { attemptId: assignment.attempt.id },
  }
  return { ...fields, url: `${publicUrl}/api/v1/content/${signLink('file', payload, expiryOf(assignment), linkKey)}` }
}
