import { isIP, connect as openTcp, type Socket } from 'node:net'
import { connect as openTls, rootCertificates, type TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { blocked, connectionFailure, connectTimeout, unresolved } from './failure.ts'
import type { Policy, Target } from './policy.ts'

/** All addresses of a name, as text. Rejects when the name is unknown. */
export type Lookup = (host: string) => Promise<string[]>

export interface ConnectLimits {
  lookupMs: number
  connectMs: number
}

/**
 * Resolves a target and returns the addresses we may connect to: all of them are admitted or none is used.
 * Rejects with an EgressFailure of class `dns` or `blocked`; a name that does not answer in time is refused.
 */
export async function admittedAddresses(target: Target, policy: Policy, lookup: Lookup, lookupMs: number) {
  const { host } = target
  if (isIP(host)) {
    if (policy.admits(target, host)) return [host]
    throw blocked()
  }
  if (host === 'localhost') {
    const loopback = ['127.0.0.1', '::1'].filter((address) => policy.admits(target, address))
    if (loopback.length > 0) return loopback
    throw blocked()
  }

  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unresolved(host, true)), lookupMs)
  })
  const found = lookup(host).catch(() => Promise.reject(unresolved(host, false)))
  const addresses = await Promise.race([found, late]).finally(() => clearTimeout(timer))
  if (addresses.length === 0) throw unresolved(host, false)
  if (!addresses.every((address) => policy.admits(target, address))) throw blocked()
  return addresses
}

function dial(target: Target, addresses: string[], policy: Policy, connectMs: number, authorities: readonly string[]) {
  return new Promise<Socket | TLSSocket>((resolve, reject) => {
    const secure = target.scheme === 'https:'
    const literal = isIP(target.host) !== 0
    const answer = addresses.map((address) => ({ address, family: isIP(address) }))
    const tcp = {
      host: target.host,
      port: target.port,
      autoSelectFamily: true,
      // The names were resolved and judged above; the socket gets those addresses and asks nobody again.
      lookup: (_host: string, _options: object, give: (error: null, found: typeof answer) => void) =>
        give(null, answer),
    }
    const socket = secure
      ? openTls({
          ...tcp,
          servername: literal ? '' : target.host,
          ALPNProtocols: ['http/1.1'],
          ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
        })
      : openTcp(tcp)

    let phase: 'connect' | 'tls' = 'connect'
    const timer = setTimeout(
      () => socket.destroy(phase === 'connect' ? connectTimeout(connectMs) : connectionFailure(null, 'tls')),
      connectMs,
    )
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 60_000)
    socket.once('connect', () => {
      phase = 'tls'
      // What we reached is judged once more: 0.0.0.0, for one, arrives somewhere else than it says.
      if (!policy.admits(target, socket.remoteAddress ?? '')) socket.destroy(blocked())
    })
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      if (!socket.destroyed) resolve(socket)
    })
    socket.on('error', (error) => {
      clearTimeout(timer)
      reject(connectionFailure(error, phase))
    })
  })
}

/** The connect step of the HTTP client: resolve, judge every address, connect to those only, judge the peer. */
export function checkedConnector(
  policy: Policy,
  lookup: Lookup,
  limits: ConnectLimits,
  authorities: readonly string[],
): buildConnector.connector {
  return (options, callback) => {
    const secure = options.protocol === 'https:'
    const target: Target = {
      scheme: secure ? 'https:' : 'http:',
      host: options.hostname,
      port: Number(options.port) || (secure ? 443 : 80),
    }
    admittedAddresses(target, policy, lookup, limits.lookupMs)
      .then((addresses) => dial(target, addresses, policy, limits.connectMs, authorities))
      .then(
        (socket) => callback(null, socket),
        (error) => callback(connectionFailure(error, 'connect'), null),
      )
  }
}
