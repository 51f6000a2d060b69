import { expect, test } from 'vitest'
import { tokenKey } from '../auth/tokens.ts'
import type { Assignment, AssignmentInput } from '../domain/assignment.ts'
import { completeAssignment } from './assignments.ts'

const secret = 'a secret that only this test knows'
const keys = {
  publicUrl: 'https://muster.example',
  attemptKey: tokenKey(secret, 'attempt'),
  linkKey: tokenKey(secret, 'link'),
}

const input = (id: string, text: string): AssignmentInput => ({
  id,
  name: `${id}.md`,
  mediaType: 'text/markdown',
  text,
  sha256: '0'.repeat(64),
  size: text.length,
  origin: 'agent',
  author: 'scout',
  trust: 'checked',
})

const assignmentOf = (inputs: AssignmentInput[]): Assignment => ({
  room: { id: 'r', name: 'room', rules: '' },
  goal: { id: 'g', title: 'goal', acceptance: [] },
  task: {
    id: 't',
    key: 'assemble',
    title: 'Assemble',
    brief: 'Put it together.',
    skills: [],
    inputs,
    output: { kind: 'document', mediaType: 'text/markdown' },
    checks: [],
    dueAt: '2026-01-05T00:00:00.000Z',
  },
  attempt: {
    id: 'a',
    number: 2,
    acceptBy: '2026-01-05T00:00:00.000Z',
    deadline: '2026-01-05T00:00:00.000Z',
    heartbeatSeconds: 30,
    leaseSeconds: 90,
  },
  history: [],
})

test('F39 a review reaches its maker word for word, also when the other inputs travel as links', () => {
  const review = input('review:1', '{"comments":[{"body":"Remove this sentence."}]}')
  const many = Array.from({ length: 15 }, (_, n) => input(`notes-${n}`, 'x'.repeat(1900)))
  const sent = JSON.parse(JSON.stringify(completeAssignment(assignmentOf([...many, review]), 'agent', keys)))
  expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThan(20_000)
  expect(sent.task.inputs.find(({ id }: { id: string }) => id === review.id).text).toBe(review.text)
  expect(sent.task.inputs[0]).toMatchObject({ id: 'notes-0', url: expect.stringContaining('/api/v1/content/') })
  expect(sent.task.inputs[0]).not.toHaveProperty('text')
})
