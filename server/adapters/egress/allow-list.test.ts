import { describe, expect, it } from 'vitest'
import { parseAllowList } from './allow-list.ts'
import { createPolicy, type Target } from './policy.ts'

const http = (host: string, port: number): Target => ({ scheme: 'http:', host, port })
const admits = (allow: string[], target: Target, address = target.host, deny: string[] = []) => {
  const policy = createPolicy(allow, deny)
  return policy.mayAdmit(target) && policy.admits(target, address)
}

describe('what the operator opens', () => {
  it('an address with a port opens that port alone, for http too', () => {
    expect(admits(['127.0.0.1:4123'], http('127.0.0.1', 4123))).toBe(true)
    expect(admits(['127.0.0.1:4123'], http('127.0.0.1', 4124))).toBe(false)
    expect(admits(['127.0.0.1:4123'], http('127.0.0.2', 4123))).toBe(false)
  })

  it('lists and ranges of ports may follow a host, parted by commas or by what the environment reader leaves', () => {
    for (const allow of [['10.0.0.0/8:80,9000-9010'], ['10.0.0.0/8:80', '9000-9010'], ['10.0.0.0/8:80;9000-9010']]) {
      expect(admits(allow, http('10.1.2.3', 80))).toBe(true)
      expect(admits(allow, http('10.1.2.3', 9005))).toBe(true)
      expect(admits(allow, http('10.1.2.3', 9011))).toBe(false)
    }
  })

  it('an IPv6 range takes its ports after brackets', () => {
    expect(admits(['[fd00::/8]:8080'], http('fd12::1', 8080))).toBe(true)
    expect(admits(['[fd00::/8]:8080'], http('fd12::1', 8081))).toBe(false)
    expect(admits(['[::1]:4123'], http('::1', 4123))).toBe(true)
    expect(admits(['fd00::/8'], http('fd12::1', 8081))).toBe(true)
  })

  it('a range without ports leaves ssh, mail and databases closed until they are written', () => {
    for (const port of [22, 25, 5432, 6379]) {
      expect(admits(['10.0.0.0/8'], http('10.0.0.1', port))).toBe(false)
      expect(admits([`10.0.0.0/8:${port}`], http('10.0.0.1', port))).toBe(true)
    }
    expect(admits(['10.0.0.0/8'], http('10.0.0.1', 49_152))).toBe(true)
  })

  it('a name opens whatever it resolves to, but never link-local or metadata addresses', () => {
    const target = http('agents.internal', 8080)
    expect(admits(['agents.internal:8080'], target, '10.4.4.4')).toBe(true)
    expect(admits(['agents.internal:8080'], target, '169.254.169.254')).toBe(false)
    expect(admits(['agents.internal:8080'], http('other.internal', 8080), '10.4.4.4')).toBe(false)
  })

  it('localhost stands for its addresses as well', () => {
    expect(admits(['localhost:4123'], http('127.0.0.1', 4123))).toBe(true)
    expect(admits(['localhost:4123'], http('::1', 4123))).toBe(true)
    expect(admits(['localhost:4123'], http('127.0.0.1', 4124))).toBe(false)
  })

  it('what the operator denies is denied in spite of every opening', () => {
    expect(admits(['10.0.0.0/8:80'], http('10.0.0.5', 80), '10.0.0.5', ['10.0.0.0/24'])).toBe(false)
    expect(admits([], { scheme: 'https:', host: '1.1.1.1', port: 443 }, '1.1.1.1', ['1.1.1.0/24'])).toBe(false)
    expect(admits([], { scheme: 'https:', host: '1.1.1.1', port: 443 })).toBe(true)
  })

  it('a mapped IPv6 address does not slip through an IPv4 opening', () => {
    expect(admits(['127.0.0.0/8'], http('::ffff:7f00:1', 4123))).toBe(false)
  })

  it.each(['10.0.0.0/33', '10.0.0', 'host:port', 'host:0', 'host:70000', 'host:9-8', 'http://host', '*.host', '[::1'])(
    'the entry %s stops the start with a sentence that names it',
    (entry) => {
      expect(() => parseAllowList([entry])).toThrow(`"${entry}" is not a host`)
    },
  )
})
