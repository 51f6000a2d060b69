import { expect, test } from 'vitest'
import { examine } from '../../testing/examine.ts'
import { type Person, Scenario } from '../../testing/scenario.ts'
import { postMessage } from './message.ts'

// Who hears of a message that names them, and until when it waits for them.

async function room() {
  const scene = await Scenario.open()
  const [ana, ben] = [scene.people[0] as Person, await scene.join('Ben')]
  const { roomId } = scene
  const say = (by: Person, body: string, replyTo?: string) =>
    by
      .must('message.post', { roomId, body, ...(replyTo ? { replyTo } : {}) })
      .then(({ messageId }) => String(messageId))
  const waiting = (person: Person) =>
    scene
      .rows('participant')
      .find((one) => one.subjectId === person.member.id)
      ?.mentions.map((one) => one.messageId)
  return { scene, ana, ben, roomId, say, waiting }
}

test('whoever is named in a message is waited for, and nobody else: not the author, not those who left', async () => {
  const { scene, ana, ben, roomId, say, waiting } = await room()
  const first = await say(ana, 'Could you look at it, @Ben? I, @Ana, cannot.')
  await say(ana, 'ben@example.org and @Benno mean nobody here; nor does @all.')
  expect([waiting(ana), waiting(ben)]).toEqual([[], [first]])
  const participant = scene.rows('participant').find((one) => one.subjectId === ben.member.id)
  await ana.must('room.remove_participant', { roomId, participantId: participant?.id ?? '' })
  await say(ana, '@Ben?')
  expect(waiting(ben)).toEqual([first])
  expect(examine(scene)).toEqual([])
})

test('it goes when the person writes in the room; a reply answers its own thread only', async () => {
  const { ana, ben, say, waiting } = await room()
  const first = await say(ana, 'One thing, @Ben.')
  const inThread = await say(ana, '@Ben, I mean the second page.', first)
  const other = await say(ana, 'Another thing, @Ben.')
  expect(waiting(ben)).toEqual([first, inThread, other])
  await say(ben, 'Done.', inThread)
  expect(waiting(ben)).toEqual([other])
  await say(ben, 'And that too.')
  expect(waiting(ben)).toEqual([])
})

test('it goes when the person has been there, and what came after what they saw still waits', async () => {
  const { scene, ana, ben, roomId, say, waiting } = await room()
  const [first, second] = [await say(ana, '@Ben one'), await say(ana, '@Ben two')]
  expect(await ben.must('mention.see', { roomId, messageId: first })).toEqual({ left: 1 })
  expect(waiting(ben)).toEqual([second])
  expect(await ben.must('mention.see', { roomId, messageId: first })).toEqual({ left: 1 })
  expect(await ben.must('mention.see', { roomId })).toEqual({ left: 0 })
  await ben.must('mention.see', { roomId })
  expect(scene.events('mention.seen')).toHaveLength(2)
  expect(waiting(ana)).toEqual([])
})

test('an agent may call a person by name, and cannot wake another agent with it', async () => {
  const { scene, ana, roomId, waiting } = await room()
  const [ada, bo] = [await scene.agent({ name: 'Ada' }), await scene.agent({ name: 'Bo' })]
  const actor = { kind: 'agent', agentId: ada.id, workspaceId: scene.workspaceId, attemptId: null } as const
  const told = await scene.call(postMessage, { roomId, body: '@Ana and @Bo: which year?' }, actor)
  expect(told.ok && waiting(ana)).toEqual([told.ok && told.result.messageId])
  expect(
    [...scene.disk.jobs.values()].filter((job) => job.agentId === bo.id && job.payload.type === 'room.mentioned'),
  ).toEqual([])
})

test('what a title or a report says is no mention: only a message can call somebody', async () => {
  const { scene, ben, waiting } = await room()
  await scene.agent({ name: 'Ada' })
  await scene.goal({ title: 'Ask @Ben about the harbour' })
  await scene.clock.pass(60_000)
  expect(scene.said().join()).toContain('@Ben')
  expect(waiting(ben)).toEqual([])
})
