import { deriveAttemptToken, signLink, type TokenKey } from '../auth/tokens.ts'
import type { Assignment, AssignmentInput } from '../domain/assignment.ts'

export type AssignmentKeys = { publicUrl: string; attemptKey: TokenKey; linkKey: TokenKey }

/** agent-protocol.md 2: the body of a message stays under 20 kB; larger inputs travel as links. */
const bodyLimit = 20_000 - 600

/** Puts the attempt's token, the links of larger inputs and the callback address into an assignment. Deterministic: every try sends the same bytes. */
export function completeAssignment(assignment: Assignment, agentId: string, keys: AssignmentKeys): object {
  const full = fill(assignment, keys)
  if (JSON.stringify(full).length <= bodyLimit) return full
  const linked = {
    ...assignment,
    task: { ...assignment.task, inputs: assignment.task.inputs.map(({ text: _, ...input }) => input) },
  }
  const short = fill(linked, keys)
  if (JSON.stringify(short).length <= bodyLimit) return short
  const token = signLink('inputs', { attemptId: assignment.attempt.id, agentId }, expiryOf(assignment), keys.linkKey)
  const manifest = {
    id: 'inputs',
    name: 'inputs.json',
    mediaType: 'application/vnd.muster.inputs+json',
    url: `${keys.publicUrl}/api/v1/inputs/${token}`,
    sha256: '',
    origin: 'coordinator',
    author: 'Coordinator',
    trust: 'given',
  }
  return fill({ ...linked, task: { ...linked.task, inputs: [] } }, keys, [manifest])
}

/** The inputs of an assignment with text or link, as the manifest door answers them. */
export const inputsOf = (assignment: Assignment, keys: AssignmentKeys): object[] =>
  assignment.task.inputs.map((input) => shown(input, assignment, keys))

const expiryOf = (assignment: Assignment): number => Math.ceil(Date.parse(assignment.attempt.deadline) / 1000) + 3600

function fill(assignment: Assignment, keys: AssignmentKeys, inputs?: object[]): object {
  return {
    ...assignment,
    task: { ...assignment.task, inputs: inputs ?? inputsOf(assignment, keys) },
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
