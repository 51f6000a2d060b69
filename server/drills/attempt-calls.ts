import { createHash } from 'node:crypto'
import type { Completion } from '../contract/commands/room.ts'
import type { Assignment } from '../domain/assignment.ts'

/** What an assignment carries when it is sent. */
export type Sent = Assignment & { attempt: { token: string }; callback: { base: string } }
export type Answered = { status: number; body: Record<string, unknown> }
export type AttemptCalls = ReturnType<typeof attemptCalls>

/** The calls of the public protocol about one attempt. A refusal is an answer, not an error: who plays a fault expects it. */
export function attemptCalls({ attempt, callback }: Sent) {
  const call = async (method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answered> => {
    const response = await fetch(new URL(`/api/v1/attempts/${attempt.id}/${path}`, callback.base), {
      method,
      headers: { authorization: `Bearer ${attempt.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    })
    const text = await response.text()
    return { status: response.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} }
  }
  return {
    activity: (body: string, more: { type?: string; progress?: number; options?: string[] } = {}) =>
      call('POST', 'activities', { type: 'thought', body, ...more }),
    heartbeat: () => call('POST', 'heartbeat', {}),
    draft: (text: string) => call('PUT', 'artifacts/draft', { name: 'draft.md', parts: [part(text)] }),
    action: (command: string, reason: string) => call('POST', 'actions', { command, reason }),
    complete: (completion: Partial<Completion>) => call('POST', 'complete', { response: '', ...completion }),
    fail: (code: string, message: string, retryable: boolean) => call('POST', 'fail', { code, message, retryable }),
    decline: (reason: string) => call('POST', 'decline', { reason }),
  }
}

const part = (text: string) => ({ text, mediaType: 'text/markdown' })

/** A result of one Markdown file. */
export const markdown = (text: string, more: Partial<Completion> = {}): Partial<Completion> => ({
  response: text.slice(0, 120),
  artifacts: [{ name: 'result.md', parts: [part(text)] }],
  ...more,
})

/** The SHA-256 of a text, as evidence names it. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
