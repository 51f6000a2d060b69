import { lookup as systemLookup } from 'node:dns/promises'
import { Agent, type Dispatcher } from 'undici'
import { Answer } from './egress/answer.ts'
import { admittedAddresses, checkedConnector, type Lookup } from './egress/connect.ts'
import { answerTimeout, EgressFailure, type ErrorClass, exchangeFailure } from './egress/failure.ts'
import { createPolicy } from './egress/policy.ts'
import { type ReadTarget, readTarget } from './egress/target.ts'

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

/** Headers that a caller may set. */
const allowedHeaders = (given: Record<string, string> = {}): Record<string, string> => ({
  'accept-encoding': 'identity',
  ...Object.fromEntries(Object.entries(given).filter(([name]) => !ownHeaders.has(name.toLowerCase()))),
})

type Bounds = { headersMs: number; overallMs: number }

/** One request to a target that was judged, and its answer: a value whatever comes of it. */
function exchange(agent: Agent, target: ReadTarget, input: EgressRequest, bounds: Bounds): Promise<Outcome> {
  const startedAt = performance.now()
  const { headersMs, overallMs } = bounds
  return new Promise((resolve) => {
    let settled = false
    let controller: Dispatcher.DispatchController | undefined
    let answer: Answer | undefined

    const settle = (failure: EgressFailure | null) => {
      if (settled) return
      settled = true
      clearTimeout(deadline)
      const durationMs = Math.round(performance.now() - startedAt)
      const received = answer?.received()
      if (!failure && received) return resolve({ kind: 'response', ...received, durationMs })
      const { errorClass, message: reason } = failure ?? exchangeFailure(null, bounds)
      resolve({ kind: 'failed', errorClass, reason, durationMs, ...(received && { partial: received }) })
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
        headers: allowedHeaders(input.headers),
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
          answer = new Answer(status, rawHeaders, input.maxBytes ?? defaultMaxBytes)
          const refusal = answer.refusal()
          if (refusal) cut(refusal)
        },
        onResponseData(_controller, chunk) {
          if (!answer || settled) return
          const tooLarge = answer.add(chunk)
          if (tooLarge) cut(tooLarge)
          else input.onChunk?.(chunk, answer.status)
        },
        onResponseEnd: () => settle(null),
        onResponseError: (_controller, error) => settle(exchangeFailure(error, bounds)),
      },
    )
  })
}

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

  return {
    async request(input) {
      const target = readTarget(input.url, policy)
      if (!target.ok) return { kind: 'failed', errorClass: 'blocked', reason: target.reason, durationMs: 0 }
      const { headersMs = limits.headersMs, overallMs = limits.overallMs } = input.timeouts ?? {}
      return exchange(agent, target, input, { headersMs, overallMs })
    },
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
