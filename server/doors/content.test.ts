import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signLink, tokenKey } from '../auth/tokens.ts'
import { testDatabase } from '../testing/database.ts'
import { makeContent } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { contentLink, createContentDoor, linkSeconds } from './content.ts'
import { attachment } from './file-headers.ts'
import { createDoors } from './http.ts'

const pageOrigin = 'https://muster.example'
const linkKey = tokenKey('a secret that only this test knows', 'link')
let present = Date.UTC(2026, 0, 5)
const keys = { linkKey, now: () => present }

const database = testDatabase()
let db: pg.Pool
const server = createServer()
let base = ''
beforeAll(async () => {
  db = database().db
  const doors = createDoors([createContentDoor({ ...keys, pageOrigin })], {
    originAllowed: () => false,
    onError: console.error,
  })
  server.on('request', doors)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const open = (path: string) => fetch(base + path)
const page = '<!doctype html><script>parent.document.cookie</script>'
const linkOf = (sha256: string, mediaType: string, name = 'file') =>
  contentLink({ sha256, name, mediaType }, null, keys)

describe('a content link', () => {
  test('S43 an agent’s page or drawing opened by its address is in a sandbox without origin or network', async () => {
    const sha256 = await makeContent(db, page)
    for (const mediaType of ['text/html', 'text/HTML; charset=utf-8', 'image/svg+xml', 'application/xhtml+xml']) {
      const answer = await open(linkOf(sha256, mediaType))
      expect(answer.status).toBe(200)
      expect(await answer.text()).toBe(page)
      expect(answer.headers.get('content-security-policy')).toBe(
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'none'; form-action 'none'; frame-ancestors https://muster.example",
      )
      expect(answer.headers.get('content-security-policy')).not.toContain('allow-same-origin')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.get('content-disposition')).toBe('inline')
    }
  })

  test('S43 every other type is a download, and so is what only says that it is an image', async () => {
    const sha256 = await makeContent(db, `GIF${page}`)
    for (const mediaType of [
      'text/plain',
      'application/pdf',
      'image/gif',
      'image/svg',
      'text/html\r\nx: y',
      'nonsense',
      '',
    ]) {
      const answer = await open(linkOf(sha256, mediaType, 'notes.txt'))
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="notes.txt"/)
      expect(answer.headers.get('content-type')).not.toContain('html')
      expect(answer.headers.get('content-security-policy')).toContain('sandbox;')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('shows plain images', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
    const answer = await open(linkOf(await makeContent(db, png), 'image/png'))
    expect(answer.headers.get('content-disposition')).toBe('inline')
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png)
  })

  test('S50 a picture that says it is larger than a window can hold is a download', async () => {
    const png = (side: string) => Buffer.from(`89504e470d0a1a0a0000000d49484452${side}${side}080600000000000000`, 'hex')
    for (const [side, shown] of [
      ['00000bb8', /^inline$/],
      ['00007530', /^attachment/],
    ] as const) {
      const answer = await open(linkOf(await makeContent(db, png(side)), 'image/png'))
      expect(answer.headers.get('content-disposition')).toMatch(shown)
    }
  })

  test('S45 opens for five minutes, for its own bytes, as it was made', async () => {
    const [sha256, other] = [await makeContent(db, 'one'), await makeContent(db, 'other')]
    const link = linkOf(sha256, 'text/plain')
    expect(await (await open(link)).text()).toBe('one')
    const [start, token = ''] = [link.slice(0, link.lastIndexOf('/') + 1), link.split('/').at(-1)]
    const [body = '', mac = ''] = token.split('.')
    const swapped = Buffer.from(Buffer.from(body, 'base64url').toString().replace(sha256, other)).toString('base64url')
    const exp = Math.floor(present / 1000) + linkSeconds
    const strangeKey = tokenKey('another secret', 'link')
    const file = { sha256, name: 'file', mediaType: 'text/plain', holder: null }
    const altered = [
      `${swapped}.${mac}`,
      `${body}.${mac.slice(0, -2)}AA`,
      body,
      'nonsense',
      '%00',
      signLink('file', file, exp, strangeKey),
      signLink('hook', file, exp, linkKey),
      signLink('file', { ...file, sha256: '../../etc/passwd' }, exp, linkKey),
      signLink('file', { ...file, sha256: 'f'.repeat(64) }, exp, linkKey),
    ]
    for (const each of altered) expect((await open(start + each)).status).toBe(404)
    present += linkSeconds * 1000 - 1000
    expect((await open(link)).status).toBe(200)
    present += 1000
    expect((await open(link)).status).toBe(404)
  })

  test('S45 made for somebody opens only as long as that one may read it', async () => {
    const { room, member, attempt } = await makeScene(db)
    const file = { sha256: await makeContent(db, 'words'), name: 'file', mediaType: 'text/plain' }
    const persons = contentLink(file, { userId: member.userId, roomId: room.id }, keys)
    const agents = contentLink(file, { attemptId: attempt.id }, keys)
    const statuses = async () => [(await open(persons)).status, (await open(agents)).status]
    expect(await statuses()).toEqual([200, 200])
    await db.query(`update participant set status = 'left' where "subjectId" = $1`, [member.id])
    expect(await statuses()).toEqual([404, 200])
    await db.query(`update attempt set status = 'lost' where id = $1`, [attempt.id])
    expect(await statuses()).toEqual([404, 404])
  })
})

test('S49 no name breaks out of a header or a folder', () => {
  expect(attachment('../../etc/passwd')).toBe(`attachment; filename="passwd"; filename*=UTF-8''passwd`)
  expect(attachment('C:\\tmp\\x.md')).toBe(`attachment; filename="x.md"; filename*=UTF-8''x.md`)
  expect(attachment('a"; x="\r\nset-cookie: b.md')).toBe(
    `attachment; filename="a__ x__set-cookie_ b.md"; filename*=UTF-8''a%22%3B%20x%3D%22set-cookie%3A%20b.md`,
  )
  expect(attachment('Bericht – März.md')).toBe(
    `attachment; filename="Bericht _ M_rz.md"; filename*=UTF-8''Bericht%20%E2%80%93%20M%C3%A4rz.md`,
  )
  expect(attachment('cod\u202efdp.exe')).not.toContain('%E2%80%AE')
  expect(attachment('\ud800')).toBe(`attachment; filename="file"; filename*=UTF-8''file`)
  expect(attachment('x'.repeat(1000)).length).toBeLessThan(500)
})
