import { readAnswer } from '../adapters/webhook/answer.ts'
import { type Completion, completion } from '../contract/commands/room.ts'
import type { Send } from '../coordinator/deliver-job.ts'
import type { Answer } from './scripted-agent.ts'

/** A delivery that nothing is to be said about. */
export const plainRecord = (sentAt: number) => ({
  sentAt,
  requestHeaders: {},
  status: 200 as number | null,
  responseHeaders: {} as Record<string, string> | null,
  responseBody: '' as string | null,
  durationMs: 1,
  errorClass: null as string | null,
  reason: null as string | null,
})

const validate = ({ status: _, ...body }: Record<string, unknown>) => {
  const parsed = completion.safeParse(body)
  return parsed.success
    ? { ok: true as const, payload: parsed.data }
    : { ok: false as const, errors: parsed.error.issues.map((issue) => issue.message) }
}

/** An agent's answer as the webhook adapter reads it. */
export function readBack(type: string, answer: Answer, sentAt: number, now: number): Awaited<ReturnType<Send>> {
  const record = { ...plainRecord(sentAt), durationMs: now - sentAt }
  if (answer === 'unreachable')
    return {
      ...record,
      verdict: { kind: 'failed' },
      status: null,
      responseHeaders: null,
      errorClass: 'connect',
      reason: 'refused',
    }
  const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '')
  const headers = answer.headers ?? {}
  const bytes = new TextEncoder().encode(body)
  const { verdict, reason = null } = readAnswer<Completion>(
    type,
    { status: answer.status, headers, body: bytes },
    now,
    validate,
  )
  const read = { ...record, status: answer.status, responseHeaders: headers, responseBody: body, reason }
  if (verdict.kind === 'completed') return { ...read, verdict: { kind: 'completed', completion: verdict.payload } }
  if (verdict.kind === 'challenge') return { ...read, verdict: { kind: 'delivered' } }
  if (verdict.kind === 'invalid')
    return { ...read, verdict: { kind: 'invalid', errors: verdict.errors.map((message) => ({ path: '', message })) } }
  return { ...read, verdict }
}
