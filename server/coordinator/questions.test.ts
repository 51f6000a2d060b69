import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'

const minute = 60_000
const torn = {
  title: 'A note on the harbour',
  brief: 'Write a note on the harbour of at most 200 words. It must have at least 900 words.',
  plan: undefined,
}

/** A goal that says two things that cannot both hold, in a room that could do it. */
async function asked(more: Parameters<Scenario['goal']>[0] = {}) {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada', skills: ['writing'] })
  const goalId = await scene.goal({ ...torn, ...more })
  await scene.clock.pass(minute)
  const goal = () => scene.rows('goal').find((one) => one.id === goalId)
  const handoff = () => scene.rows('handoff').find((one) => one.kind === 'goal_question')
  return { scene, goalId, goal, handoff, ana: scene.people[0] as Scenario['people'][number] }
}

test('F89 a goal that contradicts itself is asked back before anything is handed out', async () => {
  const { scene, goal, handoff, ana } = await asked()
  expect(goal()?.status).toBe('awaiting_plan_approval')
  expect(scene.rows('attempt')).toEqual([])
  expect(handoff()).toMatchObject({ status: 'open', memberId: ana.member.id, options: ['Go ahead as it is'] })
  expect(handoff()?.body).toMatch(/200 words[\s\S]*900 words/)
  expect(goal()?.findings.map((finding) => finding.code)).toContain('lengths_exclude')
  expect(examine(scene)).toEqual([])
})

test('F89 whoever posts a goal that is held back by a question hears the question in the answer', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada', skills: ['writing'] })
  const ana = scene.people[0] as Scenario['people'][number]
  const { title, brief } = torn
  const made = await ana.must('goal.create', { roomId: scene.roomId, title, brief, autonomy: 'run' })
  expect(made).toMatchObject({ status: 'awaiting_plan_approval', problems: [expect.stringContaining('900 words')] })
})

test('F89 the author’s answer becomes part of the goal and of every brief, and the work starts', async () => {
  const { scene, goal, handoff, ana } = await asked()
  await ana.must('handoff.answer', { handoffId: handoff()?.id ?? '', body: 'At most 200 words.' })
  await scene.clock.pass(minute)
  expect(goal()?.brief).toContain('Clarified by Ana: At most 200 words.')
  expect(goal()?.status).toBe('in_review')
  expect(scene.rows('task')[0]?.brief).toContain('At most 200 words.')
  expect(goal()?.findings.every((finding) => finding.severity === 'note')).toBe(true)
  expect(examine(scene)).toEqual([])
})

test('F89 the author may let it start as it is, which is recorded', async () => {
  const one = await asked()
  await one.ana.must('handoff.answer', { handoffId: one.handoff()?.id ?? '', option: 'Go ahead as it is' })
  expect(one.goal()?.status).toBe('running')
  expect(one.scene.events('goal.dispatched_anyway')).toHaveLength(1)
  const other = await asked({ autonomy: 'plan_first' })
  await other.ana.must('plan.approve', { goalId: other.goalId })
  expect(other.handoff()).toMatchObject({ status: 'answered', answer: 'Go ahead as it is' })
  expect(String(other.scene.events('plan.approved')[0]?.data.reason)).toContain('as it is worded')
})

test('a short goal, and one whose author brings the whole plan, wait for nothing', async () => {
  const short = await asked({ brief: 'Say hello.' })
  expect(short.handoff()).toBeUndefined()
  const brought = await asked({ plan: { tasks: [{ key: 'only', title: 'Write', skills: ['writing'] }] } })
  expect(brought.handoff()).toBeUndefined()
  expect(brought.goal()?.findings.find((finding) => finding.code === 'lengths_exclude')?.severity).toBe('note')
  expect(brought.goal()?.status).toBe('in_review')
})
