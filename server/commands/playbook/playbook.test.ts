import { describe, expect, test } from 'vitest'
import type { CommandInput } from '../../contract/commands.ts'
import { Scenario } from '../../testing/scenario.ts'

const plan = {
  tasks: [
    { key: 'notes', title: 'Notes on Bergen', brief: 'What Bergen did in 2025.', skills: ['writing'] },
    { key: 'report', title: 'The report', brief: 'Put the notes on Bergen together.', needs: ['notes'] },
  ],
  deliverable: 'report',
}
const parameters = [
  { name: 'city', replaces: 'Bergen', description: 'Which one' },
  { name: 'year', replaces: '2025', default: '2026' },
]

async function desk() {
  const scene = await Scenario.open()
  const [ana] = scene.people
  if (!ana) throw new Error('nobody is here')
  await scene.agent({ skills: ['writing'] })
  const { workspaceId, roomId } = scene
  const goalId = await scene.goal({ plan, autonomy: 'plan_first' })
  const save = (more: Partial<CommandInput<'playbook.save'>> = {}, by = ana) =>
    by.do('playbook.save', { workspaceId, goalId, name: 'City report', parameters, ...more })
  const use = (more: Partial<CommandInput<'goal.create'>> = {}, by = ana) =>
    by.do('goal.create', { roomId, title: 'On {{city}}', brief: 'Go.', playbook: 'City report', ...more })
  const planned = (goal: Awaited<ReturnType<typeof use>>) => {
    const id = goal.ok ? (goal.result as { goalId: string }).goalId : ''
    return scene.rows('task').filter((task) => task.goalId === id)
  }
  return { scene, ana, workspaceId, roomId, goalId, save, use, planned }
}

describe('a playbook saved from a goal', () => {
  test('makes the same plan in any room of the workspace, with its parameters filled in', async () => {
    const { scene, ana, save, use, planned, workspaceId } = await desk()
    const saved = await save()
    expect(saved).toMatchObject({ ok: true, result: { playbookId: expect.any(String) } })
    const elsewhere = String((await ana.must('room.create', { workspaceId, name: 'Quay' })).roomId)
    const made = await use({ parameters: { city: 'Oslo' } })
    expect(planned(made).map(({ key, title, brief }) => ({ key, title, brief }))).toEqual([
      { key: 'notes', title: 'Notes on Oslo', brief: 'What Oslo did in 2026.' },
      { key: 'report', title: 'The report', brief: 'Put the notes on Oslo together.' },
    ])
    const goal = scene.rows('goal').at(-1)
    expect(goal).toMatchObject({ title: 'On Oslo', playbook: 'City report', parameters: { city: 'Oslo' } })
    const playbook = saved.ok ? String((saved.result as { playbookId: string }).playbookId) : ''
    expect((await use({ roomId: elsewhere, playbook, parameters: { city: 'Voss', year: '1' } })).ok).toBe(true)
    expect(scene.rows('task', elsewhere).map((task) => task.title)).toEqual(['Notes on Voss', 'The report'])
  })

  test('runs to its end like any other plan', async () => {
    const { scene, save, use, planned } = await desk()
    await save()
    const made = await use({ parameters: { city: 'Oslo' }, autonomy: 'run' })
    await scene.clock.pass(120_000)
    expect(planned(made).map((task) => task.status)).toEqual(['done', 'in_review'])
    expect(scene.bugs).toEqual([])
  })

  test('is saved from a goal that is over as well', async () => {
    const { scene, ana, goalId, save } = await desk()
    await ana.must('goal.cancel', { goalId })
    await scene.clock.pass(1000)
    expect((await save()).ok).toBe(true)
    expect(scene.rows('playbook', scene.workspaceId)[0]?.plan.tasks).toHaveLength(2)
  })

  test('is not called what asks for another plan: one that ships, or the model', async () => {
    const { save } = await desk()
    for (const name of ['checklist', 'llm'])
      expect(await save({ name })).toMatchObject({ ok: false, code: 'conflict', errors: [{ path: 'name' }] })
  })

  test('leaves out what was taken out of the plan on the way', async () => {
    const { scene, ana, save } = await desk()
    const tasks = [...plan.tasks, { key: 'extra', title: 'An aside', skills: ['writing'] }]
    const goalId = await scene.goal({ plan: { tasks, deliverable: 'report' } })
    const extra = scene.rows('task').find((task) => task.goalId === goalId && task.key === 'extra')
    await ana.must('task.cancel', { taskId: extra?.id ?? '' })
    await save({ goalId })
    const [playbook] = scene.rows('playbook', scene.workspaceId)
    expect(playbook?.plan.tasks.map((task) => task.key)).toEqual(['notes', 'report'])
  })

  test('is refused with the name of a parameter that is missing, and of one that does not exist', async () => {
    const { save, use, scene } = await desk()
    await save()
    const goals = scene.rows('goal').length
    const refused = async (given: Record<string, string>) => {
      const answer = await use({ parameters: given })
      return answer.ok ? 'made' : { code: answer.code, paths: answer.errors?.map((error) => error.path) }
    }
    expect(await refused({})).toEqual({ code: 'invalid', paths: ['parameters.city'] })
    expect(await refused({ city: 'Oslo', town: 'x' })).toEqual({ code: 'invalid', paths: ['parameters.town'] })
    expect(await use({ playbook: 'for-each', parameters: { city: 'x' } })).toMatchObject({ code: 'invalid' })
    expect(await use({ playbook: 'No such' })).toMatchObject({ code: 'invalid', errors: [{ path: 'playbook' }] })
    expect(scene.rows('goal')).toHaveLength(goals)
  })

  test('goes by a name of its own, and is replaced only on purpose and only by whoever saved it or an admin', async () => {
    const { scene, save } = await desk()
    const first = await save()
    const playbookId = first.ok ? String((first.result as { playbookId: string }).playbookId) : ''
    expect(await save()).toMatchObject({ code: 'conflict', errors: [{ path: 'name' }] })
    expect(await save({ name: 'checklist' })).toMatchObject({ code: 'conflict' })
    const ben = await scene.join('Ben')
    expect(await save({ playbookId }, ben)).toMatchObject({ code: 'forbidden' })
    expect(await save({ playbookId, name: 'Town report' })).toMatchObject({ ok: true, result: { playbookId } })
    expect(scene.rows('playbook', scene.workspaceId).map((one) => one.name)).toEqual(['Town report'])
  })

  test('S31 S34 shows nothing to who is not in the room, and starts nothing where one may not', async () => {
    const { scene, workspaceId, ana, save, use } = await desk()
    await save()
    const vera = await scene.join('Vera', 'viewer')
    expect(await save({ name: 'Mine' }, vera)).toMatchObject({ code: 'forbidden' })
    expect(await use({ parameters: { city: 'x' } }, vera)).toMatchObject({ code: 'forbidden' })
    const hidden = String((await ana.must('room.create', { workspaceId, name: 'Hidden' })).roomId)
    const ben = await scene.join('Ben')
    const goalId = await scene.goal({ roomId: hidden, plan })
    expect(await save({ goalId, name: 'Theirs' }, ben)).toMatchObject({ code: 'not_found' })
    expect(await use({ roomId: hidden, parameters: { city: 'x' } }, ben)).toMatchObject({ code: 'not_found' })
    expect(await use({ roomId: hidden, playbook: 'No such' }, ben)).toMatchObject({ code: 'not_found' })
  })

  test('F78 the same id again gives the first answer, also when the playbook is gone by then', async () => {
    const { scene, ana, roomId, save } = await desk()
    const saved = await save()
    const input = { roomId, title: 'T', brief: 'B', playbook: 'City report', parameters: { city: 'Oslo' } }
    const first = await ana.do('goal.create', input, 'once')
    const playbookId = saved.ok ? String((saved.result as { playbookId: string }).playbookId) : ''
    await ana.must('playbook.remove', { playbookId })
    expect(await ana.do('goal.create', input, 'once')).toEqual(first)
    expect(await ana.do('goal.create', input)).toMatchObject({ code: 'invalid' })
    expect(scene.rows('playbook', scene.workspaceId)).toEqual([])
  })

  test('stays as long as a schedule or a hook uses it', async () => {
    const { ana, workspaceId, roomId, save } = await desk()
    const saved = await save()
    const playbookId = saved.ok ? String((saved.result as { playbookId: string }).playbookId) : ''
    const terms = { workspaceId, roomId, name: 'Weekly', playbook: 'City report' }
    const goal = { title: 'T', brief: 'B', parameters: { city: 'Oslo' } }
    const { scheduleId } = await ana.must('schedule.save', { ...terms, goal, everySeconds: 60 })
    expect(await ana.do('playbook.remove', { playbookId })).toMatchObject({ detail: expect.stringContaining('Weekly') })
    await ana.must('schedule.remove', { scheduleId: String(scheduleId) })
    const { hookId } = await ana.must('hook.create', { ...terms, goal, playbook: playbookId })
    expect(await ana.do('playbook.remove', { playbookId })).toMatchObject({ code: 'conflict' })
    await ana.must('hook.revoke', { hookId: String(hookId) })
    expect((await ana.do('playbook.remove', { playbookId })).ok).toBe(true)
  })
})
