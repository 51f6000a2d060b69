import type { DeliveryView } from '../../server/contract/views.ts'
import { lasting } from '../ui/moment.ts'
import type { Look } from '../workspace/states.ts'

type Told = Pick<DeliveryView, 'status' | 'errorClass' | 'reason' | 'durationMs' | 'type'>

/** What an event type is about, short. */
export const eventWords: Record<string, string> = {
  'agent.ping': 'Test',
  'attempt.requested': 'Work offered',
  'attempt.prompted': 'Answer to its question',
  'attempt.cancel_requested': 'Asked to stop',
  'attempt.revoked': 'Work taken away',
  'deliverable.reviewed': 'Review of its work',
  'room.mentioned': 'Mentioned in a room',
}

/** How often a delivery is tried (agent-protocol.md 2): work within a minute, other news over a day. */
export const triesOf = (type: string): number =>
  type === 'agent.ping' ? 1 : type.startsWith('attempt.requested') ? 4 : 8

const answered = (told: Told): told is Told & { status: number } => told.status !== null
const arrived = (told: Told): boolean => answered(told) && told.status >= 200 && told.status < 300

/** The state of a delivery as glyph, word and colour. 409 and 422 are an agent's no, not a failure. */
export function deliveryLook(told: Told): Look {
  if (arrived(told) && told.errorClass === null) return { tone: 'done', glyph: '●', word: String(told.status) }
  if (told.status === 409 || told.status === 422) return { tone: 'queued', glyph: '–', word: `${told.status} declined` }
  if (told.status === 429 || told.status === 503)
    return { tone: 'needs', glyph: '◔', word: `${told.status} asked for quiet` }
  if (answered(told)) return { tone: 'failed', glyph: '✕', word: String(told.status) }
  return { tone: 'failed', glyph: '✕', word: errorWords[told.errorClass ?? ''] ?? 'no answer' }
}

const errorWords: Record<string, string> = {
  dns: 'name not found',
  connect: 'not reached',
  tls: 'no secure connection',
  timeout: 'no answer in time',
  http: 'no readable answer',
  blocked: 'address not allowed',
  too_large: 'answer too large',
}

const fixes: Record<string, string> = {
  dns: 'The name of the address was not found. Check its spelling and its DNS record.',
  connect: 'No connection came about. Start the server, and check the port and the firewall.',
  tls: 'The certificate was not accepted. Serve a valid one from a public authority, with its intermediates.',
  timeout: 'No answer came in time. Answer at once with 2xx and do the work afterwards.',
  http: 'The answer could not be read as HTTP. Check that this port speaks HTTP/1.1.',
  blocked: 'We may not connect to this address. Use a public https address, or have the operator allow it.',
  too_large: 'The answer was too large. Answer with a short body; send results through the callback.',
}

/** What happened and what to do about it, in one or two sentences; never just "failed". */
export function explain(told: Told): string {
  const took = lasting(told.durationMs)
  if (arrived(told) && told.errorClass === null) {
    if (told.type === 'agent.ping') return told.reason ?? `It answered the challenge in ${took}.`
    return (
      told.reason ??
      `It arrived: the agent answered ${told.status} in ${took}. Arrived is not done; the work is told of below.`
    )
  }
  if (told.reason) return told.reason
  if (!answered(told)) return fixes[told.errorClass ?? ''] ?? `No answer came. Look for this try in the agent's log.`
  if (told.status >= 300 && told.status < 400)
    return `Your endpoint answered ${told.status}; redirects are not followed. Use the final address.`
  if (told.status === 409 || told.status === 422) return 'The agent declined. Another participant is asked.'
  if (told.status === 410)
    return 'Your endpoint answered 410, so the agent is turned off. Verify it again to turn it on.'
  return `Your endpoint answered ${told.status}. Look for the webhook-id in its log, and answer 2xx when the message arrived.`
}

/** Whether the address was refused by our own rules, and what the operator would set to allow it; null otherwise. */
export function allowHint(url: string | null, told: Pick<Told, 'errorClass' | 'reason'>): string | null {
  if (told.errorClass !== 'blocked' && !/MUSTER_EGRESS_ALLOW|https only/i.test(told.reason ?? '')) return null
  if (url === null || !URL.canParse(url)) return null
  const target = new URL(url)
  const port = target.port || (target.protocol === 'http:' ? '80' : '443')
  return `MUSTER_EGRESS_ALLOW=${target.hostname}:${port}`
}
