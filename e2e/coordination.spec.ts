import { expect } from '@playwright/test'
import { type Desk, test } from './fixtures.ts'
import { pullerIn } from './pulling.ts'

const task = (key: string, title: string, more: Record<string, unknown> = {}) => ({
  ...{ key, title, brief: `${title}, in a sentence.`, skills: [] },
  ...more,
})
async function makeRoom(desk: Desk, name: string): Promise<string> {
  const { roomId } = await desk.command('room.create', { workspaceId: desk.workspaceId, name })
  return String(roomId)
}
const roomAt = (desk: Desk, roomId: string, face: string) => `${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/${face}`

test('a contradiction is settled where its evidence stands, with what each answer says beside the choice', async ({
  owner: page,
  desk,
}) => {
  const roomId = await makeRoom(desk, 'Bridges')
  const [one, other] = [await pullerIn(desk, roomId, 'measurer'), await pullerIn(desk, roomId, 'archivist')]
  const plan = { tasks: [task('length', 'Length of the bridge', { answers: 2 })], deliverable: 'length' }
  await desk.command('goal.create', { roomId, title: 'How long?', brief: 'Measure it.', plan, autonomy: 'run' })
  for (const [puller, metres] of [
    [one, 244],
    [other, 144],
  ] as const) {
    const [claim] = await puller.claim()
    if (claim) await puller.complete(claim, `The Tower Bridge in London is ${metres} metres long.`)
  }
  await page.goto(roomAt(desk, roomId, 'plan'))
  await expect(page.getByText('2 answers')).toBeVisible()
  await page.getByRole('link', { name: 'Length of the bridge', exact: true }).click()
  const asked = page.getByRole('region', { name: /its answers contradict each other/ })
  await expect(asked.getByText('144 metres', { exact: true })).not.toHaveCount(0)
  await expect(asked).not.toContainText('**')
  const choice = asked.getByRole('paragraph').filter({ hasText: 'by measurer' })
  await expect(choice).toContainText('244 metres')
  await choice.getByRole('button').click()
  await expect(asked).toHaveCount(0)
  await expect(page.getByRole('complementary').getByText('Settled', { exact: true })).toBeVisible()
})

test('of three contradictions two are settled by different sides, and the third stays open', async ({
  owner: page,
  desk,
}) => {
  const roomId = await makeRoom(desk, 'Towers')
  const [one, other] = [await pullerIn(desk, roomId, 'surveyor'), await pullerIn(desk, roomId, 'librarian')]
  const plan = { tasks: [task('bridge', 'Figures of the bridge', { answers: 2 })], deliverable: 'bridge' }
  await desk.command('goal.create', { roomId, title: 'The bridge', brief: 'Its figures.', plan, autonomy: 'run' })
  for (const [puller, figures] of [
    [one, { length: 244, finished: 1894, towers: 65 }],
    [other, { length: 144, finished: 1886, towers: 66 }],
  ] as const) {
    const [claim] = await puller.claim()
    if (claim) await puller.complete(claim, JSON.stringify(figures))
  }
  await page.goto(roomAt(desk, roomId, 'plan'))
  await page.getByRole('link', { name: 'Figures of the bridge', exact: true }).click()
  const asked = page.getByRole('region', { name: /its answers contradict each other/ })
  const about = (value: string) =>
    asked
      .getByRole('listitem')
      .filter({ hasText: value })
      .filter({ has: page.getByRole('list') })
  await asked.getByRole('button', { name: 'This holds: 244' }).click()
  await asked.getByLabel('Why 244 holds').fill('I measured it.')
  await asked.getByRole('button', { name: 'Settle it' }).click()
  await expect(about('244')).toContainText('Chosen by ana: I measured it.')
  await asked.getByRole('button', { name: 'This holds: 1886' }).click()
  await asked.getByRole('button', { name: 'Settle it' }).click()
  await expect(about('1886')).toContainText('Chosen by ana')
  await expect(about('1886').getByRole('listitem').filter({ hasText: 'stands' })).toContainText('librarian')
  await expect(about('65')).toContainText('Not settled')
  await expect(asked.getByText('Not settled', { exact: true })).toHaveCount(1)
  await expect(asked.getByRole('button', { name: 'Let somebody else decide' })).toBeVisible()

  // No answer keeps to both verdicts: with the third one the question ends, and it is written anew.
  await asked.getByRole('button', { name: 'This holds: 65' }).click()
  await asked.getByRole('button', { name: 'Settle it' }).click()
  await expect(asked).toHaveCount(0)
  const [claim] = await one.claim()
  expect(claim?.task.key).toBe('bridge')
  await page.goto(roomAt(desk, roomId, 'activity'))
  const story = page.getByRole('feed', { name: 'Activity' })
  const settled = story.getByRole('article').filter({ hasText: 'settled “length”' })
  await expect(settled).toContainText('244 holds (2 not settled yet)')
  await expect(settled).toContainText('I measured it.')
  await expect(settled).toContainText('144, which is kept')
})

test('a mass failure is one incident, and what is in it is one click away', async ({ owner: page, desk }) => {
  const roomId = await makeRoom(desk, 'Archive')
  const pullers = await Promise.all(['first', 'second', 'third'].map((name) => pullerIn(desk, roomId, name, 2)))
  const tasks = Array.from({ length: 6 }, (_, i) => task(`t${i}`, `Minutes ${i + 1}`))
  await desk.command('goal.create', { roomId, title: 'All minutes', brief: 'Read.', plan: { tasks }, autonomy: 'run' })
  const claimed: [(typeof pullers)[number], Awaited<ReturnType<(typeof pullers)[number]['claim']>>][] = []
  for (const puller of pullers) claimed.push([puller, await puller.claim(2)])
  for (const [puller, claims] of claimed)
    for (const claim of claims) await puller.fail(claim, 'The archive answered 500.')
  await page.goto(roomAt(desk, roomId, 'plan'))
  await page.getByRole('region', { name: 'Incidents' }).getByRole('link').click()
  const card = page.getByRole('region', { name: 'Incident', exact: true })
  await expect(card).toContainText('3 agents reported errors at once')
  await expect(card.getByRole('list', { name: 'Agents it took' }).getByRole('listitem')).toHaveCount(3)
  const story = page.getByRole('feed', { name: 'Activity' })
  await expect(story.getByText('reported an error on')).not.toHaveCount(0)
  await expect(story.getByText('took on')).toHaveCount(0)
  await card.getByRole('button', { name: 'Show everything again' }).click()
  await expect(story.getByText('took on')).not.toHaveCount(0)
})

test('before a done task is opened again it is said what that touches', async ({ owner: page, desk }) => {
  const roomId = await makeRoom(desk, 'Report')
  const puller = await pullerIn(desk, roomId, 'clerk', 3)
  const tasks = [task('figures', 'Figures'), task('chapter', 'Chapter', { needs: ['figures'] })]
  const plan = { tasks: [...tasks, task('report', 'The report', { needs: ['chapter'] })], deliverable: 'report' }
  await desk.command('goal.create', { roomId, title: 'Report', brief: 'Write.', plan, autonomy: 'run' })
  for (const text of ['There were 41,000 trips in 2025.', 'The chapter tells of 41,000 trips in 2025.']) {
    const [claim] = await puller.claim()
    if (claim) await puller.complete(claim, text)
  }
  await page.goto(roomAt(desk, roomId, 'plan'))
  await page.getByRole('link', { name: 'Figures', exact: true }).click()
  await page.getByRole('button', { name: 'Open again…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Open “Figures” again?' })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Chapter' })).toContainText('out of date')
  await dialog.getByRole('button', { name: 'Open it again' }).click()
  await expect(dialog.getByText('Say what should be different.')).toBeVisible()
  await dialog.getByLabel('What should be different?').fill('Take the figures of 2026.')
  await dialog.getByRole('radio', { name: 'Redo' }).click()
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Chapter' })).toContainText('done again')
  await dialog.getByRole('button', { name: 'Open it again' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('listitem').filter({ hasText: 'Chapter' })).toContainText('Waiting')
})

test('a drill is started in the browser, and its figures open the lists behind them', async ({ owner: page, desk }) => {
  test.setTimeout(180_000)
  const roomId = await makeRoom(desk, 'Rehearsals')
  await page.goto(roomAt(desk, roomId, 'drills'))
  await page.getByRole('button', { name: 'Start a drill…' }).click()
  const form = page.getByRole('dialog', { name: 'Start a drill' })
  await form.getByRole('combobox', { name: 'What goes wrong' }).selectOption('Contradictory outputs')
  await form.getByRole('button', { name: 'Start the drill' }).click()
  await expect(page.getByText('As expected', { exact: true })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('list', { name: 'What was expected' }).getByRole('listitem')).not.toHaveCount(0)
  const card = page.getByRole('region', { name: 'Scorecard' })
  await card.getByRole('button', { name: /^Final success/ }).click()
  await expect(card.getByRole('link', { name: /How long is the bridge/ })).not.toHaveCount(0)
})
