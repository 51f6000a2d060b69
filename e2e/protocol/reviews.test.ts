import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { until } from './until.ts'

const scene = testServer()

/** A deliverable that waits for a decision: its maker completes each attempt with the next of `texts`. */
async function inReview(
  goal: Record<string, unknown> = {},
  texts = ['The bridge is old.', 'The bridge opened in 1887.'],
) {
  const roomId = await scene().room()
  let made = 0
  const maker = await scene().webhookAgent({
    rooms: [roomId],
    script: ({ type }) =>
      type === 'attempt.requested'
        ? { status: 200, json: { status: 'completed', response: texts[made++ % texts.length] } }
        : { status: 200 },
  })
  const goalId = await scene().goal(roomId, goal)
  const version = await waiting(roomId, 1)
  return { roomId, goalId, ...maker, ...version }
}
async function waiting(roomId: string, number: number) {
  return until(
    async () => {
      const [deliverable] = (await scene().snapshot(roomId)).deliverables
      const version = deliverable.versions.find((one: { number: number }) => one.number === number)
      if (version?.status !== 'in_review') return null
      return {
        deliverableId: deliverable.id as string,
        versionId: version.id as string,
        sha256: version.sha256 as string,
      }
    },
    { what: `version ${number} waits for a decision` },
  )
}
const decide = (caller: Caller, name: string, input: object) =>
  caller.post('/api/v1/commands', { id: randomUUID(), name, input })

test('a person approves the exact bytes: the deliverable is approved, the goal completes, the maker is told', async () => {
  const { roomId, agent, goalId, deliverableId, versionId, sha256 } = await inReview()
  const approved = await scene().must('deliverable.approve', { deliverableId, versionId, sha256, comment: 'fine' })
  expect(approved).toMatchObject({ status: 'approved' })
  const { goals, deliverables } = await scene().snapshot(roomId)
  expect(goals[0]).toMatchObject({ id: goalId, status: 'completed' })
  expect(deliverables[0]).toMatchObject({ status: 'approved' })
  const reviewed = await agent.got('deliverable.reviewed')
  expect(reviewed.forged).toBeNull()
  expect(reviewed.data).toMatchObject({
    deliverable: { id: deliverableId },
    version: { id: versionId, number: 1, sha256 },
    verdict: 'approved',
    comments: [],
  })
  const types = (await scene().events(roomId)).map((event) => event.type)
  for (const type of ['version.submitted', 'check.finished', 'deliverable.approved', 'goal.completed'])
    expect(types).toContain(type)
})

test('changes asked for go back with comments; a new version answers them, the old one can no longer be approved', async () => {
  const { roomId, agent, deliverableId, versionId, sha256 } = await inReview()
  const comment = { quote: 'is old', prefix: 'The bridge ', body: 'How old?' }
  await scene().must('deliverable.request_changes', {
    ...{ deliverableId, versionId, sha256 },
    summary: 'Give the year.',
    comments: [comment],
  })
  const reviewed = await agent.got('deliverable.reviewed')
  expect(reviewed.data).toMatchObject({
    verdict: 'changes_requested',
    comments: [{ quote: 'is old', body: 'How old?' }],
  })
  const again = await agent.got('attempt.requested', 2)
  expect(again.data.task.brief).toContain('Give the year.')
  const review = again.data.task.inputs.find((one: { name: string }) => one.name === 'review.json')
  expect(review).toMatchObject({ origin: 'person', mediaType: 'application/json' })
  expect(JSON.parse(review.text)).toMatchObject({ summary: 'Give the year.', comments: [comment] })
  const next = await waiting(roomId, 2)
  expect(next.versionId).not.toBe(versionId)
  const late = await scene().send('deliverable.approve', { deliverableId, versionId, sha256 })
  expect([late.status, late.json.code]).toEqual([409, 'changed_meanwhile'])
  expect(await scene().must('deliverable.approve', next)).toMatchObject({ status: 'approved' })
})

test('F82 an approval that names other bytes than the version has is 409 changed_meanwhile', async () => {
  const { deliverableId, versionId, roomId } = await inReview()
  const answered = await scene().send('deliverable.approve', { deliverableId, versionId, sha256: 'a'.repeat(64) })
  expect([answered.status, answered.json.code]).toEqual([409, 'changed_meanwhile'])
  expect((await scene().snapshot(roomId)).deliverables[0].status).toBe('in_review')
})

test('F83 two people approve and reject at once: the first wins, the second is told what happened', async () => {
  const other = await scene().colleague('admin')
  const { roomId, deliverableId, versionId, sha256 } = await inReview()
  const named = { deliverableId, versionId, sha256 }
  const answers = await Promise.all([
    decide(scene().person, 'deliverable.approve', named),
    decide(other.calls, 'deliverable.reject', { ...named, summary: 'no' }),
  ])
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
  const loser = answers.find((one) => one.status === 409)
  expect(loser?.json.code).toBe('changed_meanwhile')
  expect(loser?.json.detail).toMatch(/approved|rejected/)
  const reviews = (await scene().snapshot(roomId)).reviews
  expect(reviews).toHaveLength(1)
})

test('requiredApprovals 2 takes two different people', async () => {
  const other = await scene().colleague('admin')
  const { roomId, deliverableId, versionId, sha256 } = await inReview({ requiredApprovals: 2 })
  const named = { deliverableId, versionId, sha256 }
  expect(await scene().must('deliverable.approve', named)).toMatchObject({
    approvals: 1,
    required: 2,
    status: 'in_review',
  })
  const twice = await scene().send('deliverable.approve', named)
  expect([twice.status, twice.json.code]).toEqual([409, 'conflict'])
  expect((await scene().snapshot(roomId)).goals[0].status).not.toBe('completed')
  const second = await decide(other.calls, 'deliverable.approve', named)
  expect(second.json.result).toMatchObject({ approvals: 2, status: 'approved' })
  await scene().event(roomId, 'goal.completed')
})

test('a viewer decides nothing, and an agent cannot approve its own work', async () => {
  const viewer = await scene().colleague('viewer')
  const { roomId, calls, deliverableId, versionId, sha256 } = await inReview()
  await scene().must('room.add_participant', { roomId, memberId: viewer.memberId })
  const named = { deliverableId, versionId, sha256 }
  for (const caller of [viewer.calls, calls]) {
    const answered = await decide(caller, 'deliverable.approve', named)
    expect([answered.status, answered.json.code]).toEqual([403, 'forbidden'])
  }
})

test('an approved version is rolled back with a reason, and the older approved one counts again', async () => {
  const first = await inReview()
  const { roomId, deliverableId } = first
  const named = { deliverableId, versionId: first.versionId, sha256: first.sha256 }
  await scene().must('deliverable.approve', named)
  const back = await scene().send('deliverable.roll_back', {
    deliverableId,
    versionId: first.versionId,
    reason: 'wrong year',
  })
  expect(back.status).toBe(200)
  const event = await scene().event(roomId, 'deliverable.rolled_back')
  expect(event.data).toMatchObject({ reason: 'wrong year' })
})

test('content links open bytes for a while, sandboxed, and nothing else', async () => {
  const { versionId } = await inReview({}, ['<h1>Bridges</h1>'])
  const preview = (await scene().person.get(`/api/v1/versions/${versionId}/preview`)).json
  expect(preview.text ?? preview.html).toContain('Bridges')
  const opened = await fetch(`${scene().server.url}/api/v1/content/nonsense.mac`)
  expect(opened.status).toBe(404)
  const content = await scene().person.get(`/api/v1/versions/${versionId}/content`)
  expect(content.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(content.headers.get('x-content-type-options')).toBe('nosniff')
})
