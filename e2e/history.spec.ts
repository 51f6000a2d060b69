import { expect, type Page } from '@playwright/test'
import { type Desk, test } from './fixtures.ts'
import { pullerIn } from './pulling.ts'
import { openRoom } from './steps.ts'

const said = 430

/** A room with more talk than a window keeps. */
async function talkativeRoom(desk: Desk): Promise<string> {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'long talk' })
  // One after the other: their order is what is looked at.
  for (let n = 1; n <= said; n++) await desk.command('message.post', { roomId, body: `Line ${n} of the talk.` })
  return roomId
}

const feed = (page: Page) => page.getByRole('feed', { name: 'Conversation' })
const line = (page: Page, n: number) => feed(page).getByText(`Line ${n} of the talk.`, { exact: true })

/** Whether a line stands whole within the feed, not only in what is drawn beyond its edges. */
async function isInView(page: Page, n: number): Promise<boolean> {
  if ((await line(page, n).count()) === 0) return false
  const box = await line(page, n)
    .boundingBox({ timeout: 1000 })
    .catch(() => null)
  const frame = await feed(page).boundingBox()
  return box !== null && frame !== null && box.y >= frame.y && box.y + box.height <= frame.y + frame.height
}

/** Turns the wheel upwards until something holds. */
async function wheelUntil(page: Page, holds: () => boolean | Promise<boolean>): Promise<void> {
  await feed(page).hover()
  const turned = async () => {
    if (await holds()) return true
    await page.mouse.wheel(0, -400)
    return false
  }
  await expect.poll(turned, { timeout: 120_000, intervals: [40] }).toBe(true)
}

/** A place on the screen once the wheel's last turn has run out: when it is the same twice. */
async function standing(place: () => Promise<number>): Promise<number> {
  let now = Number.NaN
  const same = async () => {
    const last = now
    now = await place()
    return now === last
  }
  await expect.poll(same, { intervals: [150] }).toBe(true)
  return now
}

test('scrolling up reads what was said before, keeps the place, and ends where the room begins', async ({
  owner: page,
  desk,
}) => {
  const roomId = await talkativeRoom(desk)
  await openRoom(page, desk, roomId)
  await expect(line(page, said)).toBeInViewport()
  await expect(line(page, 1)).toHaveCount(0)

  // The page before is held back until it was seen where one is.
  let arrive: (() => void) | undefined
  await page.route('**/messages?before=*', async (route) => {
    await new Promise<void>((resolve) => {
      arrive = resolve
    })
    await route.continue()
  })
  await wheelUntil(page, () => arrive !== undefined)
  const anchor = said - 190
  const top = async () => Math.round((await line(page, anchor).boundingBox())?.y ?? -1)
  const before = await standing(top)
  arrive?.()
  await expect(line(page, said - 201)).toBeAttached()
  expect(Math.abs((await standing(top)) - before)).toBeLessThan(3)

  await page.unroute('**/messages?before=*')
  await wheelUntil(page, () => isInView(page, 1))
  await expect(feed(page).getByText('This is where the room begins')).toBeVisible()

  // While one reads far up, what is said meanwhile waits below and moves nothing.
  const first = async () => (await line(page, 1).boundingBox())?.y ?? -1
  const place = await standing(first)
  await desk.command('message.post', { roomId, body: 'Said meanwhile.' })
  const below = page.getByRole('button', { name: '1 new ↓' })
  await expect(below).toBeVisible()
  expect(await standing(first)).toBe(place)
  await below.click()
  await expect(feed(page).getByText('Said meanwhile.')).toBeInViewport()
})

test('a link to a thread further back looks for it', async ({ owner: page, desk }) => {
  const roomId = await talkativeRoom(desk)
  const { messages } = await desk.get<{ messages: { id: string; body: string }[] }>(
    `/api/v1/rooms/${roomId}/messages?limit=200`,
  )
  const oldest = messages[0]?.id ?? ''
  const earlier = await desk.get<{ messages: { id: string; body: string }[] }>(
    `/api/v1/rooms/${roomId}/messages?before=${oldest}&limit=50`,
  )
  const wanted = earlier.messages[0]
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}?thread=${wanted?.id}`)
  const panel = page.getByRole('complementary', { name: 'Thread' })
  await expect(panel.getByText(wanted?.body ?? '')).toBeVisible()
})

test('what a filter asks for is found though hundreds of events that do not fit came after it', async ({
  owner: page,
  desk,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Long since' })
  const clerk = await pullerIn(desk, roomId, 'stumbler')
  const task = (n: number) => ({ key: `t${n}`, title: `Shelf ${n}`, brief: 'Look.', skills: [] })
  const post = (title: string, tasks: object[]) =>
    desk.command('goal.create', { roomId, title, brief: 'Look.', plan: { tasks }, autonomy: 'run' })
  await post('One shelf', [task(1)])
  const [claim] = await clerk.claim()
  if (claim) await clerk.fail(claim, 'The lamp went out.')
  await post(
    'All shelves',
    Array.from({ length: 260 }, (_, i) => task(i + 2)),
  )
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/activity?kind=recover`)
  await expect(page.getByRole('feed', { name: 'Activity' }).getByText('The lamp went out.').first()).toBeVisible()
})
