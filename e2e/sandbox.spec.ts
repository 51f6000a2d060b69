import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import { test } from './fixtures.ts'

/** A page that tries everything a hostile one would, and writes into its own document what came of each. */
const hostile = (elsewhere: string) => `<!doctype html><title>Prices</title><h1>Prices</h1><pre id="log">…</pre>
<form id="form" action="${elsewhere}/form" method="post"><input name="a" value="1"></form>
<img src="${elsewhere}/image.png"><script src="${elsewhere}/script.js"></script>
<script>
const log = {}
const attempt = (name, act) => { try { log[name] = 'did: ' + act() } catch (error) { log[name] = 'refused' } }
attempt('cookie', () => document.cookie || (() => { throw 0 })())
attempt('storage', () => localStorage.length)
attempt('parent', () => parent.document.title)
attempt('opener', () => { if (!window.opener) throw 0; return 'opener' })
// Alone in its window it may go where it likes: it takes nothing with it.
attempt('top', () => { if (top === self) return 'itself'; top.location = '${elsewhere}/top'; return 'navigated' })
attempt('popup', () => { if (!window.open('${elsewhere}/popup')) throw 0; return 'opened' })
attempt('form', () => { document.getElementById('form').submit(); return 'submitted' })
const later = [
  ['api', () => fetch('/api/v1/me', { credentials: 'include' })],
  ['network', () => fetch('${elsewhere}/fetch')],
  ['socket', () => new Promise((yes, no) => { const s = new WebSocket('${elsewhere.replace('http', 'ws')}/ws'); s.onopen = yes; s.onerror = no })],
]
Promise.all(later.map(([name, act]) => act().then(() => { log[name] = 'did' }, () => { log[name] = 'refused' })))
  .then(() => { document.getElementById('log').textContent = JSON.stringify(log) })
</script>`

test('S42 S43 an HTML deliverable that tries everything reaches nothing, in its frame or opened by itself', async ({
  owner,
  desk,
  quiet,
}) => {
  // What the policy refuses is said in the console: here that is the point.
  quiet.expect(/Content Security Policy|sandbox|Unsafe attempt|Blocked|Refused|violates|ERR_BLOCKED/i)
  const reached: string[] = []
  const outside = createServer((request, response) => {
    reached.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  try {
    const elsewhere = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
    const deliverableId = await deliver(desk, { name: 'prices.html', text: hostile(elsewhere) })
    await owner.goto(`${desk.url}/w/${desk.workspaceId}/deliverables/${deliverableId}`)
    const here = owner.url()
    await owner.getByRole('button', { name: 'Run it' }).click()
    const frame = owner.locator('iframe')
    await expect(frame).toHaveAttribute('sandbox', 'allow-scripts')
    const log = frame.contentFrame().locator('#log')
    await expect(log).toHaveText(/^\{/)
    const told: Record<string, string> = JSON.parse((await log.textContent()) ?? '{}')
    // Assigning to `top` and submitting a form do not throw: whether they did anything shows outside.
    const { top: _top, form: _form, ...rest } = told
    expect(Object.entries(rest).filter(([, outcome]) => outcome !== 'refused')).toEqual([])
    expect(owner.url()).toBe(here)

    // The same bytes by their own address are shut in by their headers: a browser gives them no origin and no network.
    const alone = await owner.request.get(new URL((await frame.getAttribute('src')) ?? '', desk.url).href)
    const policy = alone.headers()['content-security-policy'] ?? ''
    expect(policy).toContain('sandbox allow-scripts;')
    expect(policy).toContain("connect-src 'none'")
    expect(policy).not.toContain('allow-same-origin')
    expect(reached).toEqual([])
  } finally {
    outside.close()
  }
})

/** A page that sends its surroundings whatever might pass for a message of theirs, and megabytes between. */
const flooding = `<!doctype html><title>Flood</title><p id="sent">0</p><script>
const forged = ['webpackHotUpdate', { type: 'deliverable.approve' }, { type: 'resize', height: 1e9 }, { name: 'message.post',
  input: { body: 'forged' } }, { source: 'react-devtools-bridge', payload: {} }, { type: 'navigate', to: 'javascript:alert(1)' }]
const megabytes = 'x'.repeat(4 << 20)
let sent = 0
setInterval(() => {
  for (let i = 0; i < 50; i++) parent.postMessage(forged[i % forged.length], '*')
  if (sent % 8 === 0) parent.postMessage(megabytes, '*')
  document.getElementById('sent').textContent = String((sent += 1))
}, 20)
</script>`

test('S47 a frame that floods the page with messages, forged ones and megabytes, moves nothing and stops nobody', async ({
  owner,
  desk,
}) => {
  const deliverableId = await deliver(desk, { name: 'flood.html', text: flooding })
  await owner.goto(`${desk.url}/w/${desk.workspaceId}/deliverables/${deliverableId}`)
  const [here, before] = [owner.url(), await desk.get(`/api/v1/workspaces/${desk.workspaceId}/inbox`)]
  const changes: string[] = []
  owner.on('request', (request) => request.method() !== 'GET' && changes.push(request.url()))
  owner.on('dialog', (dialog) => changes.push(dialog.message()))
  await owner.evaluate(() => {
    Object.assign(window, { came: 0 })
    addEventListener('message', ({ data }) => {
      if (String(data?.length ?? '') !== '') Object.assign(window, { came: Reflect.get(window, 'came') + 1 })
    })
  })
  await owner.getByRole('button', { name: 'Run it' }).click()
  const sent = owner.locator('iframe').contentFrame().locator('#sent')
  await expect.poll(async () => Number(await sent.textContent())).toBeGreaterThan(60)
  expect(await owner.evaluate(() => Number(Reflect.get(window, 'came')))).toBeGreaterThan(60)
  // In the thick of it the page still does what a person wants of it.
  await owner.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(owner.locator('iframe')).toHaveCount(0)
  expect(owner.url()).toBe(here)
  expect(changes).toEqual([])
  expect(await desk.get(`/api/v1/workspaces/${desk.workspaceId}/inbox`)).toEqual(before)
})

/** A drawing with everything in it that makes one dangerous; it writes what came of it into its own text. */
const drawing = (
  elsewhere: string,
) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="400" height="200" onload="tried('onload')">
<image href="${elsewhere}/image.png" width="9" height="9"/><use xlink:href="${elsewhere}/use.svg#a"/>
<style>@import url(${elsewhere}/style.css); text { background: url(${elsewhere}/background.png) }</style>
<foreignObject width="100" height="100"><body xmlns="http://www.w3.org/1999/xhtml"><img src="${elsewhere}/foreign.png"/>
<iframe src="${elsewhere}/frame"></iframe><form action="${elsewhere}/form"><input name="a"/></form></body></foreignObject>
<a xlink:href="javascript:tried('link')"><text y="20">Prices</text></a><text y="60" id="log">…</text>
<script href="${elsewhere}/script.js"/><script>
const log = {}
const attempt = (name, act) => { try { log[name] = 'did: ' + act() } catch { log[name] = 'refused' } }
attempt('cookie', () => document.cookie || (() => { throw 0 })())
attempt('storage', () => localStorage.length)
attempt('parent', () => parent.document.title)
fetch('${elsewhere}/fetch').then(() => { log.network = 'did' }, () => { log.network = 'refused' })
  .then(() => fetch('/api/v1/me', { credentials: 'include' })).then(() => { log.api = 'did' }, () => { log.api = 'refused' })
  .then(() => { document.getElementById('log').textContent = JSON.stringify(log) })
function tried() {}
</script></svg>`

test('S44 a drawing with script, foreign content and outside references reaches nothing; nobody’s picture is one', async ({
  owner,
  desk,
  quiet,
}) => {
  quiet.expect(/Content Security Policy|sandbox|Unsafe attempt|Blocked|Refused|violates|ERR_BLOCKED|status of 4/i)
  const reached: string[] = []
  const outside = createServer((request, response) => {
    reached.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  try {
    const elsewhere = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
    const file = { name: 'prices.svg', text: drawing(elsewhere), mediaType: 'image/svg+xml' }
    const deliverableId = await deliver(desk, file)
    await owner.goto(`${desk.url}/w/${desk.workspaceId}/deliverables/${deliverableId}`)
    await owner.getByRole('button', { name: 'Run it' }).click()
    const log = owner.locator('iframe').contentFrame().locator('#log')
    await expect(log).toHaveText(/^\{/)
    const told: Record<string, string> = JSON.parse((await log.textContent()) ?? '{}')
    expect(Object.entries(told).filter(([, outcome]) => outcome !== 'refused')).toEqual([])
    expect(Object.keys(told).sort()).toEqual(['api', 'cookie', 'network', 'parent', 'storage'])
    expect(reached).toEqual([])
    // People and agents are drawn from their names: there is no field for a picture.
    const agent = {
      workspaceId: desk.workspaceId,
      name: 'Drawn',
      channel: 'pull',
      avatar: `data:image/svg+xml,${drawing('')}`,
    }
    await expect(desk.command('agent.register', agent)).rejects.toThrow('avatar')
  } finally {
    outside.close()
  }
})

type Desk = Parameters<Parameters<typeof test>[2]>[0]['desk']

/** Brings a page or a drawing to review, handed in by a person; answers its deliverable. */
async function deliver(
  desk: Desk,
  { name, text, mediaType = 'text/html' }: { name: string; text: string; mediaType?: string },
): Promise<string> {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'hostile page' })
  type Snapshot = { participants: { id: string }[]; tasks: { id: string }[]; deliverables: { id: string }[] }
  const snapshot = () => desk.get<Snapshot>(`/api/v1/rooms/${roomId}/snapshot`)
  const me = (await snapshot()).participants[0]?.id
  await desk.command('goal.create', {
    roomId,
    title: 'A price page',
    brief: 'One page with our prices.',
    autonomy: 'run',
    plan: {
      tasks: [{ key: 'page', title: 'Price page', assignee: me, output: { kind: 'website', mediaType } }],
      deliverable: 'page',
    },
  })
  const { tasks, deliverables } = await snapshot()
  await desk.command('task.submit', {
    taskId: tasks[0]?.id ?? '',
    response: 'The page.',
    artifacts: [{ name, parts: [{ text, mediaType, filename: name }] }],
  })
  return deliverables[0]?.id ?? ''
}
