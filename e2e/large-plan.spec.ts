import { expect } from '@playwright/test'
import { test } from './fixtures.ts'
import { pullerIn } from './pulling.ts'

const task = (n: number, more: Record<string, unknown> = {}) => ({
  ...{ key: `t${n}`, title: `Survey ${n}`, brief: `Look at place ${n}.`, skills: [] },
  ...more,
})

test('a plan of thousands of tasks is looked through and changed in the browser', async ({ owner: page, desk }) => {
  test.setTimeout(120_000)
  const { roomId } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Survey' })
  const tasks = Array.from({ length: 3000 }, (_, i) => task(i, i % 10 ? { needs: [`t${i - 1}`] } : {}))
  const { goalId } = await desk.command('goal.create', {
    ...{ roomId, title: 'All places', brief: 'Look at all places.', plan: { tasks } },
  })
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/plan?goal=${goalId}`)
  await page.getByRole('button', { name: 'Edit plan' }).click()
  const titles = page.getByRole('textbox', { name: 'Title' })
  await expect(titles).toHaveCount(40, { timeout: 30_000 })
  await page.getByRole('searchbox', { name: 'Find tasks' }).fill('t2345')
  await expect(titles).toHaveCount(1)
  await titles.fill('The last place')
  const after = page.getByRole('combobox', { name: 'After' })
  await after.focus()
  await after.selectOption('t17')
  await page.getByRole('button', { name: 'Save the plan' }).click()
  await expect(titles).toHaveCount(0, { timeout: 30_000 })

  type Row = { id: string; key: string; title: string; needs: string[] }
  const { tasks: saved } = await desk.get<{ tasks: Row[] }>(`/api/v1/rooms/${roomId}/snapshot`)
  expect(saved).toHaveLength(3000)
  const keys = new Map(saved.map(({ id, key }) => [id, key]))
  const changed = saved.find(({ key }) => key === 't2345')
  expect(changed?.title).toBe('The last place')
  expect(changed?.needs.map((id) => keys.get(id)).sort()).toEqual(['t17', 't2344'])
})

test('the end of the replay is how it ended', async ({ owner: page, desk }) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Played' })
  const clerk = await pullerIn(desk, roomId, 'recorder')
  await desk.command('goal.create', {
    ...{ roomId, title: 'Two notes', brief: 'Write two.', plan: { tasks: [task(1), task(2)] }, autonomy: 'run' },
  })
  for (const text of ['The first place is dry.', 'The second place is wet.']) {
    const [claim] = await clerk.claim()
    if (claim) await clerk.complete(claim, text)
  }
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/plan`)
  await page
    .getByRole('button', { name: 'Replay' })
    .or(page.getByRole('link', { name: 'Replay' }))
    .first()
    .click()
  const moment = page.getByRole('slider', { name: 'Moment shown' })
  await moment.press('Home')
  await expect(page.getByText('0/2').first()).toBeVisible()
  await moment.press('End')
  await expect(page.getByText('2/2').first()).toBeVisible()
})
