import type { IncomingHttpHeaders } from 'node:http'

export type OriginGuard = (headers: IncomingHttpHeaders, request: { url: string; method: string }) => boolean

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

/**
 * Says whether a state-changing request may have come from our own pages: its Origin is exactly ours. Without Origin only
 * a bearer token will do, because no other site can make a browser send one. `port` is where the server listens.
 */
export function createOriginGuard(site: { url: string; host: string; port: number }): OriginGuard {
  const own = new Set([new URL(site.url).origin])
  if (loopback.has(site.host))
    for (const host of ['localhost', '127.0.0.1', '[::1]']) own.add(`http://${host}:${site.port}`)
  return (headers, { method }) => {
    const { origin } = headers
    if (origin !== undefined) return own.has(origin)
    if (hasBearer(headers)) return true
    // Browsers leave Origin out of a GET to their own site, and say so themselves in a header no page can set.
    return method === 'GET' && headers['sec-fetch-site'] === 'same-origin'
  }
}

/** Whether the request carries a token of ours by its looks; whether it is worth anything is another question. */
export const hasBearer = (headers: IncomingHttpHeaders): boolean => /^Bearer mst_/i.test(headers.authorization ?? '')
