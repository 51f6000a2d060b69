import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type AllowEntry, inRange, opensPort, parseAllowList, parseRange, type Range } from './allow-list.ts'

/** Where a request wants to go, after the URL parser has spoken. `host` is lower case, without brackets or final dot. */
export interface Target {
  scheme: 'http:' | 'https:'
  host: string
  port: number
}

/** The operator's decision about targets: by name and port before resolution, by address before and after connecting. */
export interface Policy {
  mayAdmit(target: Target): boolean
  admits(target: Target, address: string): boolean
  /** Opens one more place until the answer is called. Throws a sentence on a bad entry. */
  open(entry: string): () => void
}

/** Ports open to any public address. */
const publicPorts = new Set([443, 8443])

// Azure's host service answers on an address that every list calls ordinary.
const neverPublic = ['168.63.129.16/32'].map((text) => parseRange(text)!)
const globalUnicast = parseRange('2000::/3')!

// A name the operator opened is still not believed when it points at these.
const neverByName = new Set(['linkLocal', 'multicast', 'unspecified', 'broadcast'])

const internalSuffixes = ['localhost', 'local', 'internal', 'home.arpa', 'localdomain', 'lan', 'onion']

/** Whether a name can belong to the public internet: at least two labels and no suffix kept for private networks. */
export function isPublicName(host: string): boolean {
  return host.includes('.') && !internalSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))
}

/** Whether an address (text, no brackets) is on the public internet. Anything that does not parse is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast' || neverPublic.some((range) => inRange(parsed, range))) return false
  return parsed.kind() === 'ipv4' || inRange(parsed, globalUnicast)
}

/** Builds the policy from the operator's lists. `extraDeny` (addresses or CIDRs) wins over everything. Throws on a bad entry. */
export function createPolicy(allow: readonly string[], extraDeny: readonly string[]): Policy {
  const lasting = parseAllowList(allow)
  const passing = new Set<readonly AllowEntry[]>()
  const entries = () => [...lasting, ...[...passing].flat()]
  const denied = extraDeny.map((text): Range => {
    const range = parseRange(text.trim())
    if (!range) throw new Error(`"${text}" is not an address or CIDR.`)
    return range
  })
  const openToAll = ({ scheme, port }: Target) => scheme === 'https:' && publicPorts.has(port)

  return {
    mayAdmit(target) {
      const { host, port } = target
      if (openToAll(target) && (isIP(host) ? isPublicAddress(host) : isPublicName(host))) return true
      return entries().some((entry) => opensPort(entry, port) && (entry.name === null || entry.name === host))
    },

    admits(target, address) {
      if (isIP(address) === 0) return false
      const parsed = ipaddr.parse(address)
      if (denied.some((range) => inRange(parsed, range))) return false
      for (const entry of entries()) {
        if (!opensPort(entry, target.port)) continue
        if (entry.range && inRange(parsed, entry.range)) return true
        if (entry.name === target.host && !neverByName.has(parsed.range())) return true
      }
      return openToAll(target) && isPublicAddress(address)
    },

    open(entry) {
      const opened = parseAllowList([entry])
      passing.add(opened)
      return () => void passing.delete(opened)
    },
  }
}
