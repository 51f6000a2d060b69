import { expect, test } from 'vitest'
import { coordinatorActor } from '../../domain/permission.ts'
import { examine } from '../../testing/examine.ts'
import { type Person, Scenario } from '../../testing/scenario.ts'
import { onRequest } from '../../testing/scripts.ts'
import { settleAnswers } from '../task/settle-answers.ts'

// What a deliverable is made from disagrees, and a person approves it nevertheless.

const facts: Record<string, string> = {
  east: 'The Tower Bridge in London is 244 metres long.',
  west: 'The Tower Bridge in London is 144 metres long.',
  merge: 'Two sources disagree about how long the Tower Bridge is: 244 or 144 metres.',
}

async function disagreeing() {
  const scene = await Scenario.open()
  const script = onRequest(({ task }) => {
    const text = facts[task.key] ?? ''
    const artifacts = [{ name: 'answer.md', parts: [{ text, mediaType: 'text/markdown' }] }]
    return { status: 200, body: { status: 'completed', response: text, artifacts } }
  })
  const ada = await scene.agent({ name: 'Ada', script, places: 3 })
  const task = (key: string, title: string, needs: string[] = []) => ({ key, title, skills: ['writing'], needs })
  const tasks = [task('east', 'East bank'), task('west', 'West bank'), task('merge', 'Merge', ['east', 'west'])]
  await scene.goal({ plan: { tasks, deliverable: 'merge' } })
  await scene.clock.pass(120_000)
  const ana = scene.people[0] as Person
  return { scene, ana, ada, conflict: () => scene.rows('conflict')[0] }
}

function whole(scene: Scenario) {
  const { id, sha256, deliverableId } = scene.rows('version').find((one) => one.deliverableId !== null) ?? {}
  return { deliverableId: deliverableId ?? '', versionId: id ?? '', sha256: sha256 ?? '' }
}

test('each value of a contradiction names the task that brought it', async () => {
  const { scene, conflict } = await disagreeing()
  expect(conflict()?.positions.map(({ task }) => task)).toEqual([
    { id: scene.task('east').id, number: 1, title: 'East bank' },
    { id: scene.task('west').id, number: 2, title: 'West bank' },
  ])
})

test('an approval chooses no value: the record says who left the contradiction as it is, and so do the log and the room', async () => {
  const { scene, ana, conflict } = await disagreeing()
  const { deliverableId, versionId, sha256 } = whole(scene)
  await ana.must('deliverable.approve', { deliverableId, versionId, sha256 })
  expect(conflict()).toMatchObject({
    status: 'settled',
    verdict: { by: 'person', byId: ana.member.id, versionId: null, leftIn: versionId },
  })
  expect(scene.events('deliverable.approved')[0]?.data).toMatchObject({ contradictionsLeft: 1 })
  expect(scene.said().join('\n')).toContain('One contradiction in what it is made from stays as it is')
  expect(examine(scene)).toEqual([])
})

test('when that approval is taken back the contradiction stands open again', async () => {
  const { scene, ana, conflict } = await disagreeing()
  const { deliverableId, versionId, sha256 } = whole(scene)
  await ana.must('deliverable.approve', { deliverableId, versionId, sha256 })
  await ana.must('deliverable.roll_back', { deliverableId, versionId, reason: 'Measure the bridge first.' })
  expect(conflict()).toMatchObject({ status: 'open', verdict: null, settledAt: null })
})

test('what a person settled before the approval stays as they settled it', async () => {
  const { scene, ana, conflict } = await disagreeing()
  const [east] = scene.rows('version').filter((one) => one.taskId === scene.task('east').id)
  await ana.must('task.accept_conflict', { taskId: scene.task('merge').id, versionId: east?.id ?? '' })
  const { deliverableId, versionId, sha256 } = whole(scene)
  await ana.must('deliverable.approve', { deliverableId, versionId, sha256 })
  expect(conflict()).toMatchObject({ status: 'settled', verdict: { versionId: east?.id, why: 'chosen by Ana' } })
  expect(scene.events('deliverable.approved')[0]?.data).not.toHaveProperty('contradictionsLeft')
})

/** That contradiction, settled by what was measured from the east. */
function eastHolds(scene: Scenario) {
  const { id = '', taskId = '', positions = [] } = scene.rows('conflict')[0] ?? {}
  const side = positions.find((one) => one.value === '244 metres')
  return { taskId, conflictId: id, versionId: side?.versionId ?? '', reason: 'I measured it.' }
}

test('a contradiction is settled while its deliverable waits for review, and whoever makes the next version is told', async () => {
  const { scene, ana, ada, conflict } = await disagreeing()
  expect(await ana.must('task.accept_conflict', eastHolds(scene))).toEqual({ status: 'in_review', left: 0 })
  expect(conflict()).toMatchObject({ status: 'settled', verdict: { value: '244 metres', byId: ana.member.id } })
  await ana.must('deliverable.request_changes', { ...whole(scene), summary: 'Say which holds.' })
  await scene.clock.pass(120_000)
  const again = [...ada.assignments.values()].filter((one) => one.task.key === 'merge').at(-1)
  expect(again?.task.brief).toMatch(/Ana settled a contradiction\. .*244 metres holds \(T-1 East bank/)
  expect(again?.task.brief).toContain('not 144 metres. I measured it.')
  expect(examine(scene)).toEqual([])
})

test('what an approval left as it was can be settled after it, and rolling back does not open it again', async () => {
  const { scene, ana, conflict } = await disagreeing()
  const { deliverableId, versionId, sha256 } = whole(scene)
  await ana.must('deliverable.approve', { deliverableId, versionId, sha256 })
  expect(scene.rows('goal')[0]?.status).toBe('completed')
  expect(await ana.must('task.accept_conflict', eastHolds(scene))).toEqual({ status: 'done', left: 0 })
  expect(conflict()?.verdict).toEqual({
    ...{ by: 'person', byId: ana.member.id, versionId: eastHolds(scene).versionId },
    ...{ value: '244 metres', why: 'chosen by Ana: I measured it.' },
  })
  expect(scene.rows('deliverable')[0]?.status).toBe('approved')
  await ana.must('deliverable.roll_back', { deliverableId, versionId, reason: 'It says 144 metres.' })
  expect(conflict()).toMatchObject({ status: 'settled', verdict: { value: '244 metres' } })
  expect(
    scene
      .task('merge')
      .guidance.map(({ text }) => text)
      .join('\n'),
  ).toContain('244 metres holds')
  expect(examine(scene)).toEqual([])
})

test('a contradiction found after the approval waits, and a person settles it; the approval stays until a person takes it back', async () => {
  const { scene, ana, conflict } = await disagreeing()
  const { deliverableId, versionId, sha256 } = whole(scene)
  await ana.must('deliverable.approve', { deliverableId, versionId, sha256 })
  const { taskId = '', positions = [] } = conflict() ?? {}
  // The comparison of something large ends late.
  const compared = { winner: null, why: '1 fact is stated differently', conflicts: [{ subject: 'span', positions }] }
  const late = { taskId, jobId: scene.newId(), kind: 'merge' as const, by: 'person' as const, compared }
  await scene.processes[0]?.runner.run(settleAnswers, late, coordinatorActor)
  const found = () => scene.rows('conflict').find((one) => one.subject === 'span')
  expect(found()).toMatchObject({ status: 'open', verdict: null })
  const verdict = { ...eastHolds(scene), conflictId: found()?.id ?? '' }
  expect(await ana.must('task.accept_conflict', verdict)).toEqual({ status: 'done', left: 1 })
  expect(found()).toMatchObject({ status: 'settled', verdict: { by: 'person', value: '244 metres' } })
  expect(scene.rows('version').find((one) => one.id === versionId)?.status).toBe('approved')
  expect(examine(scene)).toEqual([])
})
