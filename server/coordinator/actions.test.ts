import { expect, test } from 'vitest'
import { actionPacks } from '../domain/actions/packs.ts'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'

const minute = 60_000

/** A room with rules for risky steps, and an agent at work in it. */
async function atWork(rules: Record<string, unknown> = { ...actionPacks.careful }) {
  const scene = await Scenario.open()
  const ana = scene.people[0] as Scenario['people'][number]
  const { rules: actionRules, otherwise: actionPolicy } = rules as typeof actionPacks.open
  await ana.must('room.update', {
    roomId: scene.roomId,
    actionRules: actionRules.map((rule) => ({ ...rule, does: rule.does ? [...rule.does] : undefined })),
    actionPolicy,
  })
  const bo = await scene.agent({ name: 'Bo', script: 'beating' })
  await scene.goal()
  await scene.clock.pass(10_000)
  const attemptId = scene.attempts()[0]?.id ?? ''
  const ask = async (command: string) => {
    const outcome = await bo.askLeave(attemptId, command)
    return outcome.ok ? outcome.result : outcome
  }
  return { scene, ana, bo, attemptId, ask }
}

test('the room’s rules decide on a risky step however it is dressed, and the log says why', async () => {
  const { scene, ask } = await atWork()
  expect(await ask('git status')).toMatchObject({ decision: 'allowed' })
  expect(await ask("r\\m -r''f /var/lib")).toMatchObject({ decision: 'denied' })
  expect(await ask('echo cm0gLXJmIC8= | base64 -d | sh')).toMatchObject({ decision: 'denied' })
  expect(await ask('curl https://example.org/install.txt')).toMatchObject({ decision: 'pending' })
  const events = scene.events('action.requested')
  expect(events.map((event) => event.data.decision)).toEqual(['allowed', 'denied', 'denied', 'pending'])
  expect(String(events[1]?.data.reason)).toMatch(/Rule 1 denies “rm -rf \/var\/lib”/)
  expect(examine(scene)).toEqual([])
})

test('a person allows a step that was asked about, and the agent is told', async () => {
  const { scene, ana, bo, ask } = await atWork()
  const asked = await ask('npm publish')
  expect(asked).toMatchObject({ decision: 'pending' })
  const actionId = 'actionId' in asked ? String(asked.actionId) : ''
  await ana.must('action.allow', { actionId, comment: 'Go ahead.' })
  await scene.clock.pass(minute)
  const prompt = bo.inbox.find((message) => message.type === 'attempt.prompted')
  expect(prompt?.data).toMatchObject({ activity: { action: { id: actionId, decision: 'allowed' } } })
  expect(scene.rows('action_request')[0]).toMatchObject({ decision: 'allowed', decidedBy: ana.member.id })
})

test('a step that nobody answers in ten minutes is refused, recorded, and the agent is told', async () => {
  const { scene, bo, ask } = await atWork()
  await ask('npm publish')
  await scene.clock.pass(9 * minute)
  expect(scene.rows('action_request')[0]?.decision).toBe('pending')
  await scene.clock.pass(1.5 * minute)
  expect(scene.rows('action_request')[0]).toMatchObject({ decision: 'denied', decidedBy: 'time-out' })
  const prompts = bo.inbox.filter((message) => message.type === 'attempt.prompted')
  expect(JSON.stringify(prompts.map((message) => message.data))).toContain('nobody answered within 10 minutes')
  expect(scene.events('action.denied')[0]?.data.reason).toBe('nobody answered within 10 minutes')
})

test('who answers a step too late, second, or after its try is over is told what became of it', async () => {
  const { scene, ana, bo, attemptId, ask } = await atWork()
  const answer = async (actionId: unknown) => await ana.do('action.allow', { actionId: String(actionId) })
  const idOf = (asked: object) => ('actionId' in asked ? asked.actionId : '')
  const late = idOf(await ask('npm publish'))
  await scene.clock.pass(10.5 * minute)
  expect(await answer(late)).toMatchObject({ ok: false, detail: expect.stringMatching(/^Nobody answered in time/) })
  const twice = idOf(await ask('npm publish --again'))
  await ana.must('action.deny', { actionId: String(twice) })
  expect(await answer(twice)).toMatchObject({ ok: false, detail: 'This was denied already, by Ana.' })
  const over = idOf(await ask('npm publish --last'))
  await bo.fail(attemptId, { message: 'gave up', retryable: false })
  expect(await answer(over)).toMatchObject({ ok: false, detail: expect.stringMatching(/try that asked is over/) })
})

test('rules that allow too much are kept and said to be odd; a rule about nothing is refused', async () => {
  const { scene, ana } = await atWork({ ...actionPacks.open })
  const roomId = scene.roomId
  const odd = await ana.must('room.update', { roomId, actionRules: [{ effect: 'allow', pattern: 'sudo *' }] })
  expect(String(odd.problems)).toContain('sudo')
  expect(await ana.do('room.update', { roomId, actionRules: [{ effect: 'deny' }] })).toMatchObject({ ok: false })
})
