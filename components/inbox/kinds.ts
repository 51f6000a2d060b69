import type { InboxItem } from '../../server/contract/views.ts'
import type { Look } from '../workspace/states.ts'

export type Kind = InboxItem['kind']

/** How each kind of waiting thing looks: glyph, word and colour together. */
export const kindLooks: Record<Kind, Look> = {
  review: { tone: 'review', glyph: '◇', word: 'Review' },
  question: { tone: 'needs', glyph: '◆', word: 'Question' },
  needs_human: { tone: 'failed', glyph: '▲', word: 'Needs a person' },
  work: { tone: 'running', glyph: '◔', word: 'Work for you' },
  plan: { tone: 'needs', glyph: '◆', word: 'Plan to start' },
  action: { tone: 'needs', glyph: '▲', word: 'Asks leave' },
  budget: { tone: 'failed', glyph: '▲', word: 'Budget used up' },
  stale: { tone: 'needs', glyph: '↺', word: 'Out of date' },
  conflict: { tone: 'failed', glyph: '◆', word: 'Contradiction' },
  goal_question: { tone: 'needs', glyph: '◆', word: 'What is meant?' },
  mention: { tone: 'needs', glyph: '◆', word: 'Mentions you' },
}

export const filters = {
  all: { label: 'All', kinds: null },
  reviews: { label: 'Reviews', kinds: ['review'] },
  questions: { label: 'Questions', kinds: ['question', 'goal_question', 'action'] },
  decisions: { label: 'To settle', kinds: ['conflict', 'stale', 'budget'] },
  stuck: { label: 'Stuck', kinds: ['needs_human'] },
  mentions: { label: 'Mentions', kinds: ['mention'] },
  work: { label: 'Work', kinds: ['work'] },
  plans: { label: 'Plans', kinds: ['plan'] },
} as const satisfies Record<string, { label: string; kinds: readonly Kind[] | null }>
export type Filter = keyof typeof filters

export const readFilter = (value: string | null): Filter =>
  value && Object.hasOwn(filters, value) ? (value as Filter) : 'all'

/** The items of one filter, in the order given. */
export function filtered(items: readonly InboxItem[], filter: Filter): InboxItem[] {
  const kinds: readonly Kind[] | null = filters[filter].kinds
  return items.filter((item) => !kinds || kinds.includes(item.kind))
}

/** A calm order: what was shown keeps its place, what is new comes last, what was settled leaves. */
export function calmOrder(shown: readonly string[], items: readonly InboxItem[]): InboxItem[] {
  const place = new Map(shown.map((id, index) => [id, index]))
  const at = (item: InboxItem) => place.get(item.id) ?? Number.POSITIVE_INFINITY
  // Array.sort is stable: new ones keep the server's order among themselves.
  return [...items].sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)))
}

/** Where the thing itself is, from the workspace's base path. */
export function hrefOf(item: InboxItem, base: string): string {
  const room = `${base}/rooms/${item.roomId}`
  if (item.kind === 'review' && item.deliverable)
    return `${base}/deliverables/${item.deliverable.id}?v=${item.deliverable.versionNumber}`
  if (item.mention) return `${room}?thread=${item.mention.threadId}`
  if (item.agentId) return `${base}/agents/${item.agentId}/settings`
  if (item.kind === 'budget' && !item.goalId) return `${room}/settings`
  if ((item.kind === 'plan' || item.kind === 'goal_question' || item.kind === 'stale') && item.goalId)
    return `${room}/plan?goal=${item.goalId}`
  if (item.taskId) return `${room}/tasks/${item.taskId}`
  return room
}

/** What the coordinator wrote with marks for the room's conversation, as plain words: no stars, bullets as bullets. */
export const plain = (text: string): string => text.replace(/\*\*(.+?)\*\*/g, '$1').replace(/^- /gm, '• ')
