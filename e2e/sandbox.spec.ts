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
    const deliverableId = await deliver(desk, hostile(elsewhere))
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

type Desk = Parameters<Parameters<typeof test>[2]>[0]['desk']

/** Brings an HTML page to review, handed in by a person; answers its deliverable. */
async function deliver(desk: Desk, html: string): Promise<string> {
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
      tasks: [{ key: 'page', title: 'Price page', assignee: me, output: { kind: 'website', mediaType: 'text/html' } }],
      deliverable: 'page',
    },
  })
  const { tasks, deliverables } = await snapshot()
  await desk.command('task.submit', {
    taskId: tasks[0]?.id ?? '',
    response: 'The page.',
    artifacts: [{ name: 'prices.html', parts: [{ text: html, mediaType: 'text/html', filename: 'prices.html' }] }],
  })
  return deliverables[0]?.id ?? ''
}
