import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/**
 * Whom a request comes from. We end no TLS ourselves, so with an https address a proxy stands before us: when the peer is
 * on this machine or a private network, the last entry it wrote counts. Otherwise forwarding headers are just words.
 */
export function createAddressOf(publicUrl: string): (request: IncomingMessage) => string {
  const behindProxy = publicUrl.startsWith('https://')
  return (request) => {
    const peer = request.socket.remoteAddress ?? ''
    if (!behindProxy || !isNear(peer)) return peer
    const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',')
    const last = forwarded.at(-1)?.trim() ?? ''
    return ipaddr.isValid(last) ? last : peer
  }
}

function isNear(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(address).range())
}

/** The part of an address that one caller holds: IPv6 hands out whole /64 networks. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${parsed.toByteArray().slice(0, 8).join('.')}/64`
}
