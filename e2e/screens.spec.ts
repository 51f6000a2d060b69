import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { Desk } from './fixtures.ts'
import { test } from './fixtures.ts'
import { openExample, openRoom, setupLink, workUntilReview } from './steps.ts'

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const
type Snapshot = {
  participants: { kind: string; subjectId: string }[]
  tasks: { id: string }[]
  deliverables: { id: string }[]
}

test('every screen is free of accessibility faults and fits, light and dark, wide and narrow', async ({
  owner,
  openWindow,
  desk,
  quiet,
}) => {
  test.setTimeout(1_200_000)
  const { roomId } = await openExample(owner, desk)
  await workUntilReview(owner)
  const faults: string[] = []
  const visitor = await openWindow()
  quiet.expect(/status of 404/)
  for (const path of ['/sign-in', '/accessibility', '/help', '/join/mst_inv_unknown', '/nowhere']) {
    faults.push(...(await look(visitor, `${desk.url}${path}`)))
  }
  for (const path of await screens(desk, roomId)) faults.push(...(await look(owner, `${desk.url}${path}`)))
  expect(faults).toEqual([])
})

test('the pages of a fresh server are free of accessibility faults and fit', async ({ fresh, openWindow }) => {
  const page = await openWindow()
  const faults = [...(await look(page, `${fresh.url}/setup`)), ...(await look(page, setupLink(fresh.printed())))]
  expect(faults).toEqual([])
})

test('what opens over a screen is free of accessibility faults too', async ({ owner: page, desk }) => {
  const { roomId } = await openExample(page, desk)
  const faults: string[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    await openRoom(page, desk, roomId)
    for (const [name, open] of Object.entries(overlays)) {
      await open(page)
      const over = page.getByRole('dialog').or(page.getByRole('menu')).first()
      await expect(over).toBeVisible()
      faults.push(...(await inspect(page, `${name} ${size.width}`)))
      await page.keyboard.press('Escape')
      await expect(over).toHaveCount(0)
    }
  }
  expect(faults).toEqual([])
})

const overlays: Record<string, (page: Page) => Promise<void>> = {
  'a new goal': (page) => page.keyboard.press('c'),
  'the command menu': (page) => page.keyboard.press('Control+k'),
  'all keys': (page) => page.keyboard.press('?'),
  'the menu of a room': (page) => page.getByRole('button', { name: 'More about this room' }).click(),
  'a person to invite': async (page) => {
    await page.getByRole('button', { name: 'More about this room' }).click()
    await page.getByRole('menuitem', { name: 'Add or invite a person' }).click()
  },
}

async function screens(desk: Desk, roomId: string): Promise<string[]> {
  const { participants, tasks, deliverables } = await desk.get<Snapshot>(`/api/v1/rooms/${roomId}/snapshot`)
  const base = `/w/${desk.workspaceId}`
  const room = `${base}/rooms/${roomId}`
  const agent = `${base}/agents/${participants.find(({ kind }) => kind === 'agent')?.subjectId}`
  const review = `${base}/deliverables/${deliverables[0]?.id}`
  const task = tasks[0]?.id
  return [
    ...['/inbox', '/you', '/rooms', '/rooms/new', '/agents', '/agents/new'].map((path) => base + path),
    ...['', '/plan', '/plan?view=board', '/plan?view=graph', '/files', '/activity', '/settings'].map(
      (path) => room + path,
    ),
    ...[`/tasks/${task}`, `/plan?task=${task}`].map((path) => room + path),
    ...['', '/deliveries', '/runs', '/settings'].map((path) => agent + path),
    ...['', '?mode=source', '?mode=changes', '?panel=about'].map((path) => review + path),
    ...['', '/members', '/roles', '/playbooks', '/schedules', '/hooks', '/tokens'].map(
      (path) => `${base}/settings${path}`,
    ),
    '/welcome',
  ]
}

/** What axe finds on one page in both themes and sizes, and whether it is wider than its window. */
async function look(page: Page, url: string): Promise<string[]> {
  await page.setViewportSize(sizes[0])
  await page.goto(url)
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.locator('.animate-late')).toHaveCount(0)
  const { pathname, search } = new URL(url)
  const faults: string[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    faults.push(...(await inspect(page, `${pathname}${search} ${size.width}`)))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) faults.push(`${url} ${size.width}: ${over} px too wide`)
  }
  return faults
}

/** What axe finds on what is on the screen, light and dark. */
async function inspect(page: Page, place: string): Promise<string[]> {
  const faults: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // No page here holds a frame of another origin: the quick way sees everything.
    const axe = new AxeBuilder({ page }).setLegacyMode(true)
    // Dark differs by its colours alone.
    if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block'])
    const { violations } = await axe.analyze()
    for (const { id, nodes } of violations)
      faults.push(`${place} ${colorScheme}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)
  }
  return faults
}
