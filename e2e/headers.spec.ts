import { expect } from '@playwright/test'
import { test } from './fixtures.ts'

const everywhere = {
  'x-content-type-options': /^nosniff$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'referrer-policy': /^(same-origin|no-referrer)$/,
  'content-security-policy': /frame-ancestors 'none'/,
}

test('S94 pages, calls, files, errors and what the browser loads carry the headers that shut others out, and none that says what we are made of', async ({
  owner,
  desk,
}) => {
  const base = `/w/${desk.workspaceId}`
  const { roomId } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'headers' })
  const put = await owner.request.put(`${desk.url}/api/v1/rooms/${roomId}/files?name=a.txt`, {
    data: 'text',
    headers: { origin: desk.url, 'content-type': 'text/plain' },
  })
  const { fileId } = await put.json()
  const page = await (await owner.request.get(`${desk.url}${base}/rooms`)).text()
  const script = /\/_next\/static\/[^"']+\.js/.exec(page)?.[0] ?? 'no script'
  const asked: Record<string, number> = {
    '/sign-in': 307,
    [`${base}/rooms`]: 200,
    [`${base}/rooms/${roomId}`]: 200,
    '/nothing/here': 404,
    '/w/nobody/rooms': 200,
    [script]: 200,
    '/mark.svg': 200,
    '/_next/static/nothing.js': 404,
    '/api/v1/me': 200,
    '/api/v1/nothing': 404,
    [`/api/v1/rooms/${roomId}/files/${fileId}`]: 200,
    '/healthz': 200,
    '/live/?EIO=4&transport=polling': 403,
    '/%': 404,
  }
  const wrong: string[] = []
  for (const [path, status] of Object.entries(asked)) {
    const answer = await owner.request.get(desk.url + path, { maxRedirects: 0 })
    const headers = answer.headers()
    if (answer.status() !== status) wrong.push(`${path} was answered ${answer.status()}`)
    for (const [name, value] of Object.entries(everywhere))
      if (!value.test(headers[name] ?? '')) wrong.push(`${path} has ${name}: ${headers[name]}`)
    for (const name of ['x-powered-by', 'server'])
      if (headers[name]) wrong.push(`${path} has ${name}: ${headers[name]}`)
  }
  expect(wrong).toEqual([])
})

test('S90 no token and no password is in an address or a referrer, and nothing is asked of anybody but us', async ({
  openWindow,
  desk,
}) => {
  const page = await openWindow()
  const asked: { url: string; referrer: string }[] = []
  page.on('request', (request) => {
    if (/^(data|blob):/.test(request.url())) return
    asked.push({ url: request.url(), referrer: request.headers().referer ?? '' })
  })
  page.on('websocket', (socket) => asked.push({ url: socket.url(), referrer: '' }))
  const { token = '' } = await desk.command('member.invite', { workspaceId: desk.workspaceId, role: 'member' })
  const [email, password] = [`${crypto.randomUUID()}@northwind.example`, 'a plain long sentence of mine']
  await page.goto(`${desk.url}/join/${token}`)
  await page.getByLabel('Your name').fill('Noor Vale')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.waitForURL(/\/w\//)
  await page.goto(`${desk.url}/w/${desk.workspaceId}/settings/tokens`)
  await page.waitForLoadState('networkidle')
  const cookies = (await page.context().cookies()).filter(({ value }) => value.length > 20)
  expect(cookies.length).toBeGreaterThan(0)
  expect(asked.length).toBeGreaterThan(10)
  const hidden = [password, encodeURIComponent(password), 'mst_', ...cookies.map(({ value }) => value)]
  // The link in an invitation is its address.
  const whole = JSON.stringify(asked).replaceAll(token, '')
  expect(hidden.filter((one) => whole.includes(one))).toEqual([])
  expect(asked.filter(({ url }) => new URL(url).host !== new URL(desk.url).host)).toEqual([])
  // From there it goes no further.
  expect(asked.filter(({ referrer }) => referrer.includes(token))).toEqual([])

  // Enter is pressed before the page's script is there: what was typed must not become the address.
  const early = await (await openWindow()).context().newPage()
  const sent: string[] = []
  early.on('request', (request) => sent.push(`${request.url()} ${request.postData()}`))
  await early.route('**/*.js', (route) => route.abort())
  await early.goto(`${desk.url}/sign-in`, { waitUntil: 'domcontentloaded' })
  await early.getByLabel('E-mail').fill(email)
  await early.getByRole('textbox', { name: 'Password' }).fill(password)
  const refused = early.waitForEvent('console', (message) => message.text().includes('form-action'))
  await early.keyboard.press('Enter')
  await refused
  expect(sent.filter((one) => one.includes('password') || one.includes(encodeURIComponent(email)))).toEqual([])
})
