import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { type Problem, problemOf, type Refusal, refuse } from '../contract/problems.ts'
import { BodyRefused, parseJson, readBody } from './body.ts'
import { isOutage, outageReply, type Pulse } from './outage.ts'
import { createRoutes } from './routes.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One endpoint. In `path` a `:name` stands for one segment. `anyOrigin` is for doors whose callers sign what they send;
 * at a door `forPrograms` a caller without Origin and without cookie is let in, to be told that a token is missing.
 */
export type Door = {
  method: Method
  path: string
  anyOrigin?: true
  forPrograms?: true
  handle(request: DoorRequest): Reply | Promise<Reply>
}

/** What a door answers: at most one of `json`, `bytes` and `stream`. A header given here replaces the standing one. */
export type Reply = {
  status: number
  headers?: Record<string, string | string[]>
  json?: unknown
  bytes?: Uint8Array | string
  stream?: Readable
}

export type DoorRequest = {
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly remoteAddress: string
  /** The Origin header, or null. */
  readonly origin: string | null
  /** Fires when the caller hangs up. */
  readonly signal: AbortSignal
  /** The raw bytes, read once; more than `limit` is refused before it is read. */
  body(limit: number): Promise<Buffer>
  /** The body as JSON, refused when it is not strict; shape is the schema's business. */
  json(limit: number): Promise<unknown>
}

export type DoorOptions = {
  originAllowed(headers: IncomingHttpHeaders, request: { url: string; method: string }): boolean
  /** Whom a request comes from, when a proxy stands before us; the peer's address otherwise. */
  addressOf?(request: IncomingMessage): string
  /** Tells a slow answer from a database that is away. */
  pulse?: Pulse
  /** A bug in a door, with the reference the caller was given. */
  onError(error: unknown, reference: string): void
}

const standing = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** The reply that says no, as RFC 9457 problem details. */
export function problemReply(refusal: Refusal, instance?: string): Reply {
  const problem: Problem = { ...problemOf(refusal), ...(instance ? { instance } : {}) }
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  // RFC 9110 11.6.1: who is not known is told how to become so.
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer'
  if (refusal.retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.ceil(refusal.retryAfterSeconds))
  return { status: problem.status, headers, bytes: JSON.stringify(problem) }
}

export const jsonReply = (json: unknown, status = 200): Reply => ({ status, json })

/** One handler for all doors: answers true when the request was for a door (or for any path under /api), false when it is somebody else's. */
export function createDoors(
  doors: readonly Door[],
  options: DoorOptions,
): (req: IncomingMessage, res: ServerResponse) => boolean {
  const find = createRoutes(doors)
  return (req, res) => {
    const url = req.url ?? ''
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    const found = find(path)
    if (!found) {
      // An absolute-form target would make the web framework behind us ask another server.
      if (path.startsWith('/') && path !== '/api' && !path.startsWith('/api/')) return false
      send(req, res, problemReply(refuse('not_found', 'There is nothing at this address.')))
      return true
    }
    const method = req.method ?? 'GET'
    const route = found.methods.get(method === 'HEAD' ? 'GET' : method)
    if (!route) {
      send(
        req,
        res,
        methodNotAllowed([...found.methods.keys()].flatMap((name) => (name === 'GET' ? [name, 'HEAD'] : [name]))),
      )
      return true
    }
    const { door, names } = route
    const bare = door.forPrograms && req.headers.origin === undefined && req.headers.cookie === undefined
    if (door.method !== 'GET' && !door.anyOrigin && !bare && !options.originAllowed(req.headers, { url, method })) {
      send(req, res, problemReply(refuse('forbidden', 'This request did not come from one of our own pages.')))
      return true
    }
    const params = Object.fromEntries(names.map((name, index) => [name, named(name, found.values[index] ?? '')]))
    const request = requestOf(req, res, path, mark < 0 ? '' : url.slice(mark + 1), params, options)
    void answer(door, request, req, res, options)
    return true
  }
}

function methodNotAllowed(methods: readonly string[]): Reply {
  const allow = methods.join(', ')
  const refused = problemOf(refuse('invalid', `This address takes ${allow}.`))
  const problem: Problem = { ...refused, status: 405, title: 'Method not allowed' }
  const headers = { 'content-type': 'application/problem+json', allow }
  return { status: 405, headers, bytes: JSON.stringify(problem) }
}

async function answer(
  door: Door,
  request: DoorRequest,
  req: IncomingMessage,
  res: ServerResponse,
  options: DoorOptions,
) {
  try {
    send(req, res, await (options.pulse ? options.pulse.over(handled(door, request)) : door.handle(request)))
  } catch (error) {
    if (error instanceof BodyRefused) return send(req, res, problemReply(error.refusal))
    if (isOutage(error)) return send(req, res, outageReply)
    const reference = randomBytes(6).toString('hex')
    options.onError(error, reference)
    const refusal = refuse('internal', `Something broke on our side. Quote reference ${reference}.`)
    send(req, res, problemReply(refusal, `urn:muster:error:${reference}`))
  }
}

// An id of ours is meant however its letters are written; a caller's own name for something is what it is.
const named = (name: string, value: string): string =>
  value.length === 36 && name !== 'artifactId' ? value.toLowerCase() : value

// A door that throws at once is a door that fails.
const handled = async (door: Door, request: DoorRequest): Promise<Reply> => door.handle(request)

function requestOf(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  search: string,
  params: Record<string, string>,
  options: DoorOptions,
): DoorRequest {
  let query: URLSearchParams | undefined
  let gone: AbortController | undefined
  let bytes: Promise<Buffer> | undefined
  const body = (limit: number) => {
    bytes ??= readBody(req, limit)
    return bytes
  }
  return {
    method: req.method ?? 'GET',
    path,
    params,
    headers: req.headers,
    remoteAddress: options.addressOf?.(req) ?? req.socket.remoteAddress ?? '',
    origin: req.headers.origin ?? null,
    get query() {
      query ??= new URLSearchParams(search)
      return query
    },
    get signal() {
      if (!gone) {
        const controller = new AbortController()
        gone = controller
        res.once('close', () => controller.abort())
      }
      return gone.signal
    },
    body,
    json: async (limit) => parseJson(req.headers['content-type'], await body(limit)),
  }
}

function send(req: IncomingMessage, res: ServerResponse, reply: Reply): void {
  if (res.headersSent || res.destroyed) return
  const headers: Record<string, string | string[] | number> = { ...standing, ...reply.headers }
  let payload: Uint8Array | string | undefined
  if (reply.json !== undefined) {
    payload = JSON.stringify(reply.json)
    headers['content-type'] ??= 'application/json'
  } else payload = reply.bytes
  // Answered before the body was read: what still comes is thrown away for 2 s, so that the caller sees the answer. To say
  // "connection: close" would hang up at once, and what a caller was writing then takes the answer from them.
  if (!req.complete) {
    const cut = setTimeout(() => req.socket.destroy(), 2000)
    cut.unref()
    req.once('close', () => clearTimeout(cut))
    req.resume()
  }
  if (reply.stream) {
    res.writeHead(reply.status, headers)
    if (req.method === 'HEAD') {
      reply.stream.destroy()
      res.end()
    } else {
      res.flushHeaders()
      pipeline(reply.stream, res, () => undefined)
    }
    return
  }
  if (payload !== undefined) headers['content-length'] = Buffer.byteLength(payload)
  else if (reply.status !== 204) headers['content-length'] = 0
  res.writeHead(reply.status, headers)
  res.end(req.method === 'HEAD' ? undefined : payload)
}
