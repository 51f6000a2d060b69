import { expect, test } from 'vitest'
import { Scenario } from '../../testing/scenario.ts'

const second = 1000

/** Dora and Eve come for their work; Dora took the only task and failed it, and its wait for the next try is over. */
async function failedOnce({ eve = true, places = 1 } = {}) {
  const scene = await Scenario.open()
  const dora = await scene.agent({ name: 'Dora', channel: 'pull', script: 'silent' })
  const other = eve ? await scene.agent({ name: 'Eve', channel: 'pull', script: 'silent', places }) : undefined
  await scene.goal()
  const claim = async (agent = dora) => {
    const answer = await agent.claim(scene.roomId, scene.newId(), 1)
    return answer.ok ? answer.result.claims.length : answer
  }
  expect(await claim()).toBe(1)
  await dora.fail(scene.attempts()[0]?.id ?? '', { message: 'out of ink' })
  await scene.clock.pass(10 * second)
  return { scene, dora, eve: other, claim }
}

test('I20 who comes for work leaves what it just failed to others who come, for a minute', async () => {
  const { scene, eve, claim } = await failedOnce()
  expect(await claim()).toBe(0)
  expect(await claim(eve)).toBe(1)
  expect(scene.attempts()).toHaveLength(2)
})

test('when nobody else came in that minute it may try again', async () => {
  const { scene, claim } = await failedOnce()
  expect(await claim()).toBe(0)
  await scene.clock.pass(50 * second)
  expect(await claim()).toBe(1)
})

test('where nobody else could do it, it may try again at once', async () => {
  const { claim } = await failedOnce({ eve: false })
  expect(await claim()).toBe(1)
})
