import { describe, expect, it } from 'vitest'
import { createEgress } from '../egress.ts'
import { blockedReason } from './failure.ts'
import { isPublicAddress } from './policy.ts'

const egress = createEgress({ allow: [], lookup: async () => ['93.184.215.14'] })

const privateV4 = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254'],
  ...['169.254.169.254', '169.254.1.1', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.192', '192.0.2.1'],
  ...['192.88.99.1', '192.168.0.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255'],
  ...['240.0.0.1', '255.255.255.255', '168.63.129.16'],
]
const privateV6 = [
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '::7f00:1', '64:ff9b::a00:1', '64:ff9b:1::1'],
  ...['2002:7f00:1::', '2001::1', '2001:db8::1', '3fff::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1'],
  ...['ff02::1', '100::1', '2001:2::1', '2001:10::1', '2001:20::1', '5f00::1', '4000::1'],
]

describe('where we connect', () => {
  it.each(privateV4)('S54 https://%s is refused with a plain reason', async (address) => {
    expect(await egress.assess(`https://${address}/hook`)).toEqual({ ok: false, reason: blockedReason })
  })

  it.each(privateV6)('S54 https://[%s] is refused with a plain reason', async (address) => {
    expect(await egress.assess(`https://[${address}]/hook`)).toEqual({ ok: false, reason: blockedReason })
  })

  it.each([
    ...['localhost', 'agents.localhost', 'printer.local', 'metadata.google.internal', 'router.home.arpa'],
    ...['metadata', 'instance-data', 'db.lan', 'metadata.google.internal.'],
  ])('S54 the internal name %s is refused without asking any name server', async (host) => {
    const asked: string[] = []
    const watching = createEgress({
      allow: [],
      lookup: async (name) => {
        asked.push(name)
        return ['93.184.215.14']
      },
    })
    expect(await watching.assess(`https://${host}/`)).toEqual({ ok: false, reason: blockedReason })
    expect(asked).toEqual([])
  })

  it.each([
    ...['2130706433', '0x7f000001', '017700000001', '127.1', '0x7f.1', '１２７.０.０.１', '127。0。0。1', '127.0.0.1.'],
    ...[
      '%31%32%37.0.0.1',
      'LOCALHOST',
      'localhost.',
      'ⓛocalhost',
      '127.0.0.1\\@agents.example.com',
      '0',
      '[::ffff:7f00:1]',
    ],
  ])('S55 loopback written as %s is refused', async (host) => {
    expect(await egress.assess(`https://${host}/`)).toEqual({ ok: false, reason: blockedReason })
  })

  it('S55 a name and password in the address are refused, whatever the host', async () => {
    const refused = await egress.assess('https://agents.example.com@127.0.0.1/')
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('user name and password') })
  })

  it.each([22, 25, 5432, 6379, 0, 8080])('S58 port %d of a public host is refused and named', async (port) => {
    const refused = await egress.assess(`https://agents.example.com:${port}/`)
    expect(refused).toEqual({ ok: false, reason: `We do not connect on port ${port}. Use port 443 or 8443.` })
  })

  it('S58 port 70000 is no address', async () => {
    expect(await egress.assess('https://agents.example.com:70000/')).toMatchObject({ ok: false })
  })

  it.each([
    ['file:///etc/passwd', 'begins with https://'],
    ['gopher://agents.example.com/', 'begins with https://'],
    ['ftp://agents.example.com/', 'begins with https://'],
    ['ws://agents.example.com/', 'begins with https://'],
    ['data:text/plain,hello', 'begins with https://'],
    ['javascript:alert(1)', 'begins with https://'],
    ['http://agents.example.com/', 'Change http:// to https://'],
    ['not an address', 'Write it like'],
    [`https://agents.example.com/${'a'.repeat(2_100)}`, 'Use a shorter one'],
  ])('S58 %s is refused with the fix', async (url, fix) => {
    expect(await egress.assess(url)).toMatchObject({ ok: false, reason: expect.stringContaining(fix) })
  })

  it('a public https address on 443 or 8443 is taken', async () => {
    expect(await egress.assess('https://agents.example.com/hook?a=b')).toEqual({ ok: true })
    expect(await egress.assess('https://agents.example.com.:8443/')).toEqual({ ok: true })
    expect(await egress.assess('https://[2606:4700::1111]/')).toEqual({ ok: true })
    expect(isPublicAddress('1.1.1.1')).toBe(true)
  })

  it('a name that does not resolve, or does not in time, is refused and named', async () => {
    const lost = createEgress({ allow: [], lookup: async () => Promise.reject(new Error('ENOTFOUND')) })
    expect(await lost.assess('https://agents.example.com/')).toMatchObject({
      reason: 'The name agents.example.com was not found. Check its spelling and that its DNS record exists.',
    })
    const slow = createEgress({ allow: [], lookup: () => new Promise(() => {}), limits: { lookupMs: 10 } })
    expect(await slow.assess('https://agents.example.com/')).toMatchObject({
      reason: expect.stringContaining('did not answer in time'),
    })
  })
})
