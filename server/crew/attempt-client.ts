import { setTimeout as pause } from 'node:timers/promises'
import type { ActivityType, Assignment, Completion, Part } from './wire.ts'

/** The coordinator said the attempt is no longer ours: stop, and say nothing more about it. */
export class NoLongerOurs extends Error {}

/** The coordinator read our call and refused it; `status` 422 may be corrected once. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`the coordinator answered ${status}: ${body.slice(0, 500)}`)
  }
}

/** Waits between tries of one call, in milliseconds; about 30 s in all, well inside a lease of 90 s. */
const waitsMs = [250, 1000, 3000, 8000, 16000]
const callTimeoutMs = 15_000

/** Takes an assignment and a signal that stops every wait; returns the calls an agent may make on that attempt. */
export function attemptClient(assignment: Assignment, signal: AbortSignal) {
  const url = attemptUrl(assignment.callback.base, assignment.attempt.id)
  let calls = 0
  async function call(
    method: 'POST' | 'PUT',
    path: string,
    body: unknown,
    tries = waitsMs.length + 1,
  ): Promise<unknown> {
    calls += 1
    const headers = {
      authorization: `Bearer ${assignment.attempt.token}`,
      'content-type': 'application/json',
      // The same key on every try of this call: a lost answer never makes the effect happen twice.
      'idempotency-key': `${assignment.attempt.id}-${calls}-${path.replaceAll('/', '-')}`,
    }
    const request = { method, headers, body: JSON.stringify(body) }
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send(`${url}${path}`, request, signal)
      if (answer?.ok) return readJson(answer.body)
      if (answer && (answer.status === 409 || answer.status === 404 || answer.status === 410)) throw new NoLongerOurs()
      const passing = !answer || answer.status === 429 || answer.status >= 500
      if (answer && (!passing || attempt >= tries)) throw new Refused(answer.status, answer.body)
      if (attempt >= tries) throw new Error(`the coordinator at ${url} cannot be reached`)
      await pause(answer?.retryAfterMs ?? waitsMs[attempt - 1], undefined, { signal })
    }
  }
  return {
    heartbeat: (progress: number) => call('POST', '/heartbeat', { progress }, 2),
    activity: (type: ActivityType, body: string, progress?: number) =>
      call('POST', '/activities', { type, body, ...(progress === undefined ? {} : { progress }) }, 2),
    artifact: (id: string, name: string, parts: Part[]) =>
      call('PUT', `/artifacts/${encodeURIComponent(id)}`, { name, parts, lastChunk: true }),
    complete: (completion: Completion) => call('POST', '/complete', completion),
    fail: (code: string, message: string, retryable: boolean) => call('POST', '/fail', { code, message, retryable }),
    decline: (reason: string) => call('POST', '/decline', { reason }),
  }
}

/** Takes `callback.base` and an attempt's id; returns the attempt's address on the site that base names. */
export function attemptUrl(base: string, attemptId: string): string {
  return new URL(`/api/v1/attempts/${encodeURIComponent(attemptId)}`, base).href
}

type Answer = { ok: boolean; status: number; body: string; retryAfterMs: number | undefined }

/** One HTTP call; null when there was no answer. */
async function send(url: string, request: RequestInit, signal: AbortSignal): Promise<Answer | null> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)])
    const response = await fetch(url, { ...request, signal: limit, redirect: 'error' })
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
    const retryAfterMs = retryAfter >= 0 ? Math.min(retryAfter * 1000, 60_000) : undefined
    return { ok: response.ok, status: response.status, body: await response.text(), retryAfterMs }
  } catch {
    signal.throwIfAborted()
    return null
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
