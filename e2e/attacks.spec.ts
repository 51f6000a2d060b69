import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import type { Desk } from './fixtures.ts'
import { test } from './fixtures.ts'

// Named after the rows of reliability.md (c): what strangers try on the pages themselves.

const visitors = ['/sign-in', '/accessibility', '/help', '/join/mst_inv_unknown', '/nowhere', '/setup']

/** Every page of the product, for somebody who is signed in. */
async function pagesOf({ workspaceId, command }: Desk): Promise<string[]> {
  const { roomId } = await command('room.create', { workspaceId, name: 'attacked' })
  const input = { workspaceId, name: `Wren ${roomId}`, channel: 'pull', skills: [] }
  const { agentId } = await command('agent.register', input)
  const [room, agent] = [`/rooms/${roomId}`, `/agents/${agentId}`]
  return [
    ...['', '/inbox', '/you', '/rooms', '/rooms/new', '/agents', '/agents/new'],
    ...['', '/plan', '/activity', '/files', '/settings', '/drills'].map((face) => room + face),
    ...['', '/deliveries', '/runs', '/settings'].map((face) => agent + face),
    ...['', '/members', '/roles', '/tokens', '/playbooks', '/schedules', '/hooks'].map((face) => `/settings${face}`),
  ].map((path) => `/w/${workspaceId}${path}`)
}

test('S53 every page has a policy with a nonce of its own, and no script runs without it', async ({
  owner,
  desk,
  quiet,
}) => {
  quiet.expect(/Content Security Policy|status of 404|Minified React error|MIME type/i)
  const nonces = new Set<string>()
  const paths = [...visitors, ...(await pagesOf(desk))]
  for (const path of paths) {
    const answer = await owner.request.get(desk.url + path, { maxRedirects: 0 })
    const policy = answer.headers()['content-security-policy'] ?? ''
    const [, nonce = ''] = /script-src 'self' 'nonce-([^']{22,})' 'strict-dynamic'(?:;|$)/.exec(policy) ?? []
    expect(nonce, `${path}: ${policy}`).not.toBe('')
    expect(policy, path).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/)
    nonces.add(nonce)
    for (const [script] of (await answer.text()).matchAll(/<script\b[^>]*>/g))
      expect([path, script]).toEqual([path, expect.stringContaining(`nonce="${nonce}"`)])
  }
  expect(nonces.size).toBe(paths.length)

  // The same pages with what a hole in them would let in, put there on their way to the browser.
  const page = await owner.context().newPage()
  await page.route(/\.js$|elsewhere\.example/, (route) => route.abort())
  for (const path of [paths.at(-1) ?? '', '/help']) {
    const shown = async (guarded: boolean) => {
      await page.route(desk.url + path, async (route) => {
        const answer = await route.fetch()
        const body = (await answer.text()).replace(/<body[^>]*>/, (tag) => tag + smuggled)
        const { 'content-security-policy': policy = '', ...headers } = answer.headers()
        await route.fulfill({ body, headers: guarded ? { ...headers, 'content-security-policy': policy } : headers })
      })
      await page.goto(desk.url + path)
      await page.evaluate(() => document.querySelector<HTMLElement>('#smuggled a')?.click())
      const came = await page.evaluate(() => [...new Set<string>(Reflect.get(window, 'ran') ?? [])].sort())
      const base = new URL(await page.evaluate(() => document.baseURI)).origin
      await page.unroute(desk.url + path)
      return { came, base }
    }
    // Without the policy the bait is taken.
    expect((await shown(false)).came).toEqual(expect.arrayContaining(['another nonce', 'handler', 'inline', 'link']))
    expect(await shown(true)).toEqual({ came: [], base: desk.url })
  }
  await page.close()
})

const ran = (name: string) => `(window.ran ??= []).push('${name}')`
const smuggled = `<base href="https://elsewhere.example/"><script>${ran('inline')}</script>
<script nonce="AAAAAAAAAAAAAAAAAAAAAA==">${ran('another nonce')}</script><script src="/mark.svg"></script>
<script src="data:text/javascript,${encodeURIComponent(ran('address'))}"></script><script type="module">${ran('module')}</script>
<div id="smuggled" hidden><img src="data:," onerror="${ran('handler')}"><svg onload="${ran('drawing')}"></svg>
<iframe srcdoc="<script>(parent.ran ??= []).push('frame')</script>"></iframe><a href="javascript:${ran('link')}">link</a></div>`

test('S28 a page of ours is not shown in a frame of another site', async ({ owner, desk, quiet }) => {
  quiet.expect(/frame|X-Frame-Options|Content Security Policy/i)
  const paths = ['/sign-in', '/help', `/w/${desk.workspaceId}/inbox`, '/healthz', '/api/v1/me']
  const frames = paths.map((path) => `<iframe src="${desk.url}${path}"></iframe>`).join('')
  const outside = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>A trap</title>${frames}`)
  })
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  try {
    for (const path of paths) {
      const answer = await owner.request.get(desk.url + path)
      expect(answer.headers()['content-security-policy'], path).toContain("frame-ancestors 'none'")
    }
    // Another port is another origin, though not another site: the session's cookie goes along.
    await owner.goto(`http://127.0.0.1:${(outside.address() as AddressInfo).port}/`)
    const shown = owner.frames().filter((frame) => frame !== owner.mainFrame())
    expect(shown).toHaveLength(paths.length)
    for (const frame of shown) expect(frame.url()).toMatch(/^chrome-error:/)
  } finally {
    outside.close()
  }
})

test('S29 nothing of the workshop is there in production: gallery, source maps, the framework’s own tools', async ({
  owner,
  desk,
}) => {
  const html = await (await owner.request.get(`${desk.url}/w/${desk.workspaceId}/inbox`)).text()
  const scripts = [...new Set([...html.matchAll(/\/_next\/static\/[\w./~-]+\.(?:js|css)/g)].map(([path]) => path))]
  expect(scripts.length).toBeGreaterThan(3)
  for (const path of scripts) {
    const text = await (await owner.request.get(desk.url + path)).text()
    expect([path, /sourceMappingURL=(?!data:)/.test(text)]).toEqual([path, false])
    expect((await owner.request.get(`${desk.url}${path}.map`)).status(), `${path}.map`).toBe(404)
  }
  for (const path of [
    ...['/gallery', '/gallery/room', '/_next/image?url=%2Fmark.svg&w=64&q=75', '/_next/webpack-hmr'],
    ...[
      '/__nextjs_original-stack-frames',
      '/__nextjs_source-map',
      '/__nextjs_error_feedback',
      '/__nextjs_devtools_config',
    ],
    ...[
      '/_next/mcp',
      '/.env',
      '/.git/config',
      '/package.json',
      '/server/main.ts',
      '/_next/server/app-paths-manifest.json',
    ],
    ...['/api/debug', '/api/test', '/debug', '/api/v1/debug', '/_next/../.data/secret', '/_next/data/x/index.json'],
  ]) {
    const answer = await owner.request.get(desk.url + path, { maxRedirects: 0 })
    expect([400, 404], `${path} ${answer.status()}`).toContain(answer.status())
  }
})

test('S77 pages are only looked at: crafted payloads for server functions are 405, unread, and the process lives', async ({
  owner,
  desk,
}) => {
  const flight = ['["$1:__proto__:then","$@0"]', '{"then":"$1:__proto__:constructor:constructor"}', '[[[[]]]]']
  const boundary = 'x'
  const parts = flight
    .map((text, n) => `--x\r\ncontent-disposition: form-data; name="${n}"\r\n\r\n${text}\r\n`)
    .join('')
  const bodies: [string, string][] = [
    [`multipart/form-data; boundary=${boundary}`, `${parts}--x--\r\n`],
    [`multipart/form-data; boundary=${boundary}`, `${parts.replaceAll('name="', 'name="$ACTION_ID_')}--x--\r\n`],
    ['text/plain;charset=UTF-8', flight[0] ?? ''],
    ['application/x-www-form-urlencoded', '%24ACTION_ID_7f=1&0=x'],
    ['text/x-component', '0:{"a":"$L1"}\n1:["$","div"]'],
  ]
  const before = await desk.get<{ seq: number }>(`/api/v1/workspaces/${desk.workspaceId}/snapshot`)
  for (const path of ['/', '/sign-in', '/help', '/nowhere', `/w/${desk.workspaceId}/inbox`])
    for (const [type, data] of bodies)
      for (const action of ['7f'.repeat(21), 'x', '__proto__']) {
        const headers = {
          'content-type': type,
          'next-action': action,
          origin: desk.url,
          'next-router-state-tree': '%5B',
        }
        const answer = await owner.request.post(desk.url + path, { headers, data })
        expect([path, type, answer.status()]).toEqual([path, type, 405])
      }
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    expect((await owner.request.fetch(`${desk.url}/sign-in`, { method })).status(), method).toBe(405)
  for (const headers of [
    { rsc: '1', 'next-router-state-tree': '[[[[', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-segment-prefetch': '/../../_tree', 'next-resume': '1' },
    { 'next-action': 'x', rsc: '1' },
  ] as Record<string, string>[])
    expect((await owner.request.get(`${desk.url}/help`, { headers })).status()).toBeLessThan(600)
  expect((await owner.request.get(`${desk.url}/healthz`)).ok()).toBe(true)
  const after = await desk.get<{ seq: number }>(`/api/v1/workspaces/${desk.workspaceId}/snapshot`)
  expect(after.seq).toBe(before.seq)
})
