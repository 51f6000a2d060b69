import type { Egress, EgressResponse, Outcome } from '../egress.ts'
import { type AnswerVerdict, readAnswer, type ValidateCompleted } from './answer.ts'
import { signatureHeader } from './signature.ts'

/** One message to one agent. `body` is the stored text: exactly its bytes are signed and sent, on every try. */
export interface WebhookMessage {
  id: string
  type: string
  url: string
  body: string
  /** `whsec_` secrets, the new one first, then the `whsk_` private key where one was asked for. */
  secrets: readonly string[]
  traceparent?: string
  /** The product's version, for the user agent. */
  version: string
}

type ErrorClass = Extract<Outcome, { kind: 'failed' }>['errorClass']

/** One try, as it is kept: what went out (no secret in it), what came back, what it means, and what to do about it. */
export interface DeliveryTry<Completed> {
  requestHeaders: Record<string, string>
  status?: number
  responseHeaders?: Record<string, string>
  /** First 8 kB as text. */
  responseBody?: string
  durationMs: number
  errorClass?: ErrorClass
  reason?: string
  verdict: AnswerVerdict<Completed>
}

export interface DeliverOptions<Completed> {
  egress: Pick<Egress, 'request'>
  /** The present, in ms since 1970. */
  now: () => number
  validateCompleted: ValidateCompleted<Completed>
}

const keptBytes = 8_192
/** agent-protocol.md 2: an answer within 10 s, which is egress's limit for the whole; it may begin late. */
const timeouts = { headersMs: 10_000 }

/** The start of a body as text a database takes: whole characters, unreadable bytes and NUL replaced. */
function keptText(body: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(body.subarray(0, keptBytes), { stream: body.length > keptBytes })
  return text.replaceAll('\0', '\uFFFD')
}

const kept = ({ status, headers, body }: EgressResponse) => ({
  status,
  responseHeaders: headers,
  responseBody: keptText(body),
})

/** Makes the function that sends one message once and says what came of it. Outside failures are values; retrying is the caller's. */
export function deliverWebhook<Completed>({ egress, now, validateCompleted }: DeliverOptions<Completed>) {
  return async (message: WebhookMessage): Promise<DeliveryTry<Completed>> => {
    const { id, body, secrets } = message
    const timestampSeconds = Math.floor(now() / 1_000)
    const requestHeaders: Record<string, string> = {
      'content-type': 'application/json',
      'user-agent': `Muster/${message.version}`,
      'webhook-id': id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': signatureHeader({ id, timestampSeconds, body, secrets }),
      'idempotency-key': id,
      ...(message.traceparent !== undefined && { traceparent: message.traceparent }),
    }
    const outcome = await egress.request({ url: message.url, method: 'POST', headers: requestHeaders, body, timeouts })
    const { durationMs } = outcome

    if (outcome.kind === 'failed') {
      const { errorClass, reason, partial } = outcome
      return {
        requestHeaders,
        ...(partial && kept(partial)),
        durationMs,
        errorClass,
        reason,
        verdict: { kind: 'failed' },
      }
    }
    const { verdict, reason } = readAnswer(message.type, outcome, now(), validateCompleted)
    return {
      requestHeaders,
      ...kept(outcome),
      durationMs,
      ...(verdict.kind === 'failed' && { errorClass: 'http' as const }),
      ...(reason !== undefined && { reason }),
      verdict,
    }
  }
}
