import { lookup as systemLookup } from 'node:dns/promises'
import { Agent, type Dispatcher } from 'undici'
import { admittedAddresses, checkedConnector, type Lookup } from './egress/connect.ts'
import { answerTimeout, EgressFailure, type ErrorClass, exchangeFailure } from './egress/failure.ts'
import { createPolicy } from './egress/policy.ts'
import { readTarget } from './egress/target.ts'

export interface EgressRequest {
  url: string
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Most bytes of an answer we read; more is the failure `too_large`. Default 64 KiB. */
  maxBytes?: number
  timeouts?: { headersMs?: number; overallMs?: number }
  /** Called with each piece of the body as it arrives, for answers that are read while they are written. */
  onChunk?: (chunk: Uint8Array, status: number) => void
}

export interface EgressResponse {
  status: number
  headers: Record<string, string>
  body: Uint8Array
}

/** What came of a request. A failure after the answer began keeps what had arrived. Durations are milliseconds. */
export type Outcome =
  | ({ kind: 'response'; durationMs: number } & EgressResponse)
  | { kind: 'failed'; errorClass: ErrorClass; reason: string; durationMs: number; partial?: EgressResponse }

export interface EgressOptions {
  /** Hosts, addresses and CIDRs with optional ports that are open besides public https; these may also use http. */
  allow: readonly string[]
  /** Addresses and CIDRs that are never reached, whatever `allow` says. */
  extraDeny?: readonly string[]
  lookup?: Lookup
  limits?: { lookupMs?: number; connectMs?: number; headersMs?: number; overallMs?: number }
  /** Certificate authorities (PEM) trusted besides the public ones. */
  authorities?: readonly string[]
}

export interface Egress {
  request(input: EgressRequest): Promise<Outcome>
  assess(url: string): Promise<{ ok: true } | { ok: false; reason: string }>
  /** Opens one more place, written as in `allow`, until the answer is called. */
  open(entry: string): () => void
  close(): Promise<void>
}

const defaultMaxBytes = 64 * 1024
const defaultLimits = { lookupMs: 2_000, connectMs: 3_000, headersMs: 5_000, overallMs: 10_000 }
const ownHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'expect'])

const resolveBySystem: Lookup = async (host) => (await systemLookup(host, { all: true })).map(({ address }) => address)

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) out[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return out
}

function compressed(headers: Record<string, string>): EgressFailure | null {
  const encoding = headers['content-encoding']?.trim().toLowerCase()
  if (!encoding || encoding === 'identity') return null
  return new EgressFailure('http', `The answer is compressed (${encoding.slice(0, 20)}). Send it uncompressed.`)
}

const tooLarge = (maxBytes: number) =>
  new EgressFailure('too_large', `The answer is over ${Math.floor(maxBytes / 1024)} KiB. Send a shorter one.`)

/**
 * The one way out: every request the server makes on somebody's word. Public https on 443 and 8443 plus what `allow`
 * opens; no redirect, no proxy from the environment, no compression. Outside failures are values; throws only here, on a
 * bad list. Two kept-alive connections an origin; addresses are judged when a connection is made, not on each request.
 */
export function createEgress(options: EgressOptions): Egress {
  const policy = createPolicy(options.allow, options.extraDeny ?? [])
  const lookup = options.lookup ?? resolveBySystem
  const limits = { ...defaultLimits, ...options.limits }
  const agent = new Agent({
    connections: 2,
    pipelining: 1,
    keepAliveTimeout: 15_000,
    connect: checkedConnector(policy, lookup, limits, options.authorities ?? []),
  })

  async function request(input: EgressRequest): Promise<Outcome> {
    const startedAt = performance.now()
    const durationMs = () => Math.round(performance.now() - startedAt)
    const target = readTarget(input.url, policy)
    if (!target.ok) return { kind: 'failed', errorClass: 'blocked', reason: target.reason, durationMs: durationMs() }

    const maxBytes = input.maxBytes ?? defaultMaxBytes
    const headersMs = input.timeouts?.headersMs ?? limits.headersMs
    const overallMs = input.timeouts?.overallMs ?? limits.overallMs
    const headers: Record<string, string> = { 'accept-encoding': 'identity' }
    for (const [name, value] of Object.entries(input.headers ?? {})) {
      if (!ownHeaders.has(name.toLowerCase())) headers[name] = value
    }

    return new Promise((resolve) => {
      let settled = false
      let controller: Dispatcher.DispatchController | undefined
      let answer: { status: number; headers: Record<string, string>; chunks: Buffer[]; size: number } | undefined

      const settle = (failure: EgressFailure | null) => {
        if (settled) return
        settled = true
        clearTimeout(deadline)
        const received = answer && {
          status: answer.status,
          headers: answer.headers,
          body: answer.chunks.length === 1 ? answer.chunks[0]! : Buffer.concat(answer.chunks),
        }
        if (!failure && received) return resolve({ kind: 'response', ...received, durationMs: durationMs() })
        const { errorClass, message: reason } = failure ?? exchangeFailure(null, { headersMs, overallMs })
        resolve({
          kind: 'failed',
          errorClass,
          reason,
          durationMs: durationMs(),
          ...(received && { partial: received }),
        })
      }
      const cut = (failure: EgressFailure) => {
        settle(failure)
        controller?.abort(failure)
      }
      // Runs from the call, so a request that waits for one of the two connections is bounded as well.
      const deadline = setTimeout(() => cut(answerTimeout('overall', overallMs)), overallMs)

      agent.dispatch(
        {
          origin: target.origin,
          path: target.path,
          method: input.method,
          headers,
          body: input.body ?? null,
          headersTimeout: headersMs,
          bodyTimeout: overallMs,
        },
        {
          onRequestStart(started) {
            controller = started
            if (settled) started.abort(new Error('given up while waiting for a connection'))
          },
          onResponseStart(_controller, status, rawHeaders) {
            if (status < 200 || settled) return
            answer = { status, headers: flat(rawHeaders), chunks: [], size: 0 }
            const refusal = compressed(answer.headers)
            if (refusal) cut(refusal)
          },
          onResponseData(_controller, chunk) {
            if (!answer || settled) return
            const room = maxBytes - answer.size
            answer.chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
            answer.size += chunk.length
            if (chunk.length > room) cut(tooLarge(maxBytes))
            else input.onChunk?.(chunk, answer.status)
          },
          onResponseEnd: () => settle(null),
          onResponseError: (_controller, error) => settle(exchangeFailure(error, { headersMs, overallMs })),
        },
      )
    })
  }

  return {
    request,
    open: policy.open,
    async assess(url) {
      const target = readTarget(url, policy)
      if (!target.ok) return target
      try {
        await admittedAddresses(target, policy, lookup, limits.lookupMs)
        return { ok: true }
      } catch (error) {
        if (error instanceof EgressFailure) return { ok: false, reason: error.message }
        throw error
      }
    },
    close: async () => {
      if (!agent.closed) await agent.close()
    },
  }
}
