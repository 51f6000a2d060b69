import { expect, test } from 'vitest'
import { approveDeliverable } from '../commands/review/approve.ts'
import { acceptInvite } from '../commands/workspace/accept-invite.ts'
import { asAgent, asPerson } from '../testing/actors.ts'
import { inReview, named } from '../testing/scenario-looks.ts'

// Named after the rows of reliability.md (c): ids and fields that are not the caller’s, and an invitation that two take.

test('S31 ids of another room or workspace are not found, wherever they stand', async () => {
  const { scene, ana } = await inReview()
  const other = await ana.must('room.create', { workspaceId: scene.workspaceId, name: 'Elsewhere' })
  const file = await ana.must('file.attach', { roomId: scene.roomId, name: 'a.txt', text: 'words' })
  const roomId = String(other.roomId)
  const plan = { tasks: [{ key: 'x', title: 'X' }] }
  const participant = scene.rows('participant', roomId)[0]
  const tried = [
    await ana.do('goal.create', { roomId, title: 'T', brief: 'B', inputs: [String(file.fileId)], plan }),
    await ana.do('message.post', { roomId, body: 'Re:', replyTo: scene.rows('message')[0]?.id ?? '' }),
    await ana.do('task.assign', { taskId: scene.task().id, participantId: participant?.id ?? '' }),
    await ana.do('room.remove_participant', { roomId, participantId: scene.rows('participant')[0]?.id ?? '' }),
    await ana.do('deliverable.approve', { ...named(scene), deliverableId: scene.newId() }),
  ]
  for (const answer of tried)
    expect(answer).toMatchObject({ ok: false, code: expect.stringMatching(/not_found|invalid|conflict/) })
  const stranger = asPerson({ userId: scene.newId() })
  expect(await scene.call(approveDeliverable, { ...named(scene), comment: '' }, stranger)).toMatchObject({
    code: 'not_found',
  })
  const ada = [...scene.agents.values()][0]
  const spy = asAgent({ id: scene.newId(), workspaceId: scene.workspaceId })
  expect(ada && (await scene.call(approveDeliverable, { ...named(scene), comment: '' }, asAgent(ada)))).toMatchObject({
    code: 'forbidden',
  })
  expect(await scene.call(approveDeliverable, { ...named(scene), comment: '' }, spy)).toMatchObject({
    code: 'forbidden',
  })
  expect(scene.task().status).toBe('in_review')
  expect(scene.rows('goal', roomId)).toEqual([])
})

test('S33 fields that are not the caller’s to set are refused', async () => {
  const { scene, ana } = await inReview()
  const fields = {
    status: 'completed',
    fence: 7,
    id: scene.newId(),
    createdBy: scene.newId(),
    approvedBy: ana.member.id,
  }
  for (const [name, value] of Object.entries(fields)) {
    const input = { roomId: scene.roomId, title: 'T', brief: 'B', [name]: value }
    expect(await ana.do('goal.create', input), name).toMatchObject({ ok: false, code: 'invalid' })
  }
  expect(await ana.do('room.update', { roomId: scene.roomId, taskCount: 0 } as never)).toMatchObject({
    code: 'invalid',
  })
  expect(scene.rows('goal')).toHaveLength(1)
})

test('an invitation is taken once, also by two at the same moment', async () => {
  const { scene, ana } = await inReview()
  const { inviteId } = await ana.must('member.invite', { workspaceId: scene.workspaceId, roomId: scene.roomId })
  const come = (name: string) => {
    const input = {
      workspaceId: scene.workspaceId,
      inviteId: String(inviteId),
      userId: scene.newId(),
      name,
      email: `${name}@x.test`,
    }
    return scene.call(acceptInvite, input, { kind: 'coordinator' })
  }
  const answers = await Promise.all([come('Di'), come('Ed')])
  expect(answers.map((answer) => answer.ok).sort()).toEqual([false, true])
  await scene.clock.pass(1000)
  expect(scene.rows('participant').filter((one) => one.kind === 'member')).toHaveLength(3)
})
