import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createStanding, guardPage } from './page-headers.ts'

/** What a page sees of a request and what its answer carries, behind this public address. */
async function seen(publicUrl: string, asked: Record<string, string> = {}, path = '/') {
  const stand = createStanding(publicUrl)
  const server = createServer((req, res) => {
    stand(res)
    guardPage(req, res, { dev: false })
    res.end(String(req.headers['content-security-policy']))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers: asked })
  const policy = await answer.text()
  server.close()
  return { policy, headers: answer.headers }
}
const nonceOf = (policy: string) => /'nonce-([\w+/=]{22,})'/.exec(policy)?.[1]

test('S94 what everything carries: over https never again without, over http no promise of it', async () => {
  const { headers } = await seen('https://muster.example')
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect((await seen('http://127.0.0.1:3000')).headers.get('strict-transport-security')).toBeNull()
})

test('S53 each page has a nonce of its own, and none that the caller brought', async () => {
  const own = "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAAAA'"
  const [one, other] = [
    await seen('https://muster.example', { 'content-security-policy': own }),
    await seen('https://muster.example', { 'content-security-policy-report-only': own }),
  ]
  for (const { policy, headers } of [one, other]) {
    expect(headers.get('content-security-policy')).toBe(policy)
    expect(policy).not.toContain('AAAAAAAA')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  }
  expect(nonceOf(one.policy)).toBeTruthy()
  expect(nonceOf(one.policy)).not.toBe(nonceOf(other.policy))
})

test('S90 a page whose address opens something tells no other address of it', async () => {
  for (const path of ['/join/abc', '/setup?token=abc'])
    expect((await seen('https://muster.example', {}, path)).headers.get('referrer-policy')).toBe('strict-origin')
})
