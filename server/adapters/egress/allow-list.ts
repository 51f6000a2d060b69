import ipaddr from 'ipaddr.js'

export type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]
type Ports = [from: number, to: number][]

/** One thing the operator opened: a name or an address range, on named ports or (null) on every port but the guarded ones. */
export interface AllowEntry {
  name: string | null
  range: Range | null
  ports: Ports | null
}

// Ports where something other than HTTP usually listens. Open only when the operator writes the number.
const guardedPorts = new Set([
  1433, 1521, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5432, 5672, 5900, 6000, 6379, 6443, 6666, 6667,
  8300, 9042, 9092, 9200, 9300, 10250, 11211, 27017,
])

/** Whether an entry opens this port. Unnamed ports mean 80, 443 and everything from 1024 up but the guarded ones. */
export function opensPort(entry: AllowEntry, port: number): boolean {
  if (entry.ports) return entry.ports.some(([from, to]) => port >= from && port <= to)
  return port === 80 || port === 443 || (port >= 1024 && !guardedPorts.has(port))
}

/** Whether an address lies in a range of the same family. A mapped IPv6 address never matches an IPv4 range. */
export function inRange(address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits)
}

/** Reads one address or CIDR; brackets around IPv6 are optional. Null when it is neither. */
export function parseRange(text: string): Range | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare)) {
    const address = ipaddr.parse(bare)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  }
  return ipaddr.isValidCIDR(bare) ? ipaddr.parseCIDR(bare) : null
}

function parsePorts(text: string): Ports | null {
  const ports: Ports = []
  for (const part of text.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part)
    if (!match) return null
    const from = Number(match[1])
    const to = Number(match[2] ?? match[1])
    if (from < 1 || to > 65_535 || from > to) return null
    ports.push([from, to])
  }
  return ports
}

function parseEntry(text: string): AllowEntry[] | null {
  const range = parseRange(text)
  if (range) return [{ name: null, range, ports: null }]

  const match = /^(\[[^\]]+\]|[^:]+)(?::([\d,-]+))?$/.exec(text)
  const ports = match?.[2] === undefined ? null : parsePorts(match[2])
  if (!match?.[1] || (match[2] !== undefined && !ports)) return null
  const ranged = parseRange(match[1])
  if (ranged) return [{ name: null, range: ranged, ports }]

  const name = match[1].toLowerCase().replace(/\.$/, '')
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name) || /^[\d.]+$/.test(name)) return null
  const loopback: Range[] = name === 'localhost' ? [parseRange('127.0.0.1')!, parseRange('::1')!] : []
  return [{ name, range: null, ports }, ...loopback.map((one) => ({ name: null, range: one, ports }))]
}

/**
 * Reads the operator's entries: `10.0.0.0/8`, `127.0.0.1:4123`, `agents.internal:8080,9000-9100`, `[fd00::/8]:443`.
 * A bare number or range after `,` `;` `|` or `+` adds a port to the entry before it. Throws a sentence naming a bad entry.
 */
export function parseAllowList(entries: readonly string[]): AllowEntry[] {
  const whole: string[] = []
  for (const piece of entries.flatMap((entry) => entry.split(/[\s,;|+]+/)).filter(Boolean)) {
    const previous = whole.at(-1)
    if (/^\d+(-\d+)?$/.test(piece) && previous !== undefined) whole[whole.length - 1] = `${previous},${piece}`
    else whole.push(piece)
  }
  return whole.flatMap((text) => {
    const parsed = parseEntry(text)
    if (parsed) return parsed
    throw new Error(
      `"${text}" is not a host, address or CIDR with optional ports, such as 10.0.0.0/8:8080 or [::1]:4123.`,
    )
  })
}
