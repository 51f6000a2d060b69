import { expect, test } from 'vitest'
import { Scenario } from '../testing/scenario.ts'

test('an honest agent does the task and a person approves it', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada' })
  await scene.goal()
  await scene.clock.pass(60_000)
  expect(scene.bugs).toEqual([])
  console.log(
    scene.said(),
    scene.task().status,
    scene.attempts().map((a) => a.status),
  )
  const [deliverable] = scene.rows('deliverable')
  const [version] = scene.rows('version')
  const [ana] = scene.people
  await ana!.must('deliverable.approve', {
    deliverableId: deliverable!.id,
    versionId: version!.id,
    sha256: version!.sha256,
  })
  console.log(scene.events().map((e) => e.type))
})
