import type {
  ActionView,
  CollectionName,
  Collections,
  DeliverableView,
  GoalView,
  HandoffView,
  MessageView,
} from '../../../server/contract/snapshot.ts'

type VersionRow = Collections['versions']
/** One thing on the spine of a conversation. */
export type Entry =
  | { kind: 'message'; id: string; at: number; message: MessageView; replies: number }
  | { kind: 'goal'; id: string; at: number; goal: GoalView }
  | { kind: 'question'; id: string; at: number; handoff: HandoffView }
  | { kind: 'action'; id: string; at: number; action: ActionView }
  | { kind: 'version'; id: string; at: number; version: VersionRow; deliverable: DeliverableView; latest: boolean }
  | { kind: 'day'; id: string; at: number }
  | { kind: 'new'; id: string; at: number }

type Lists = {
  [N in Extract<
    CollectionName,
    'messages' | 'goals' | 'handoffs' | 'actions' | 'versions' | 'deliverables'
  >]: readonly Collections[N][]
}

const shownVersions: ReadonlySet<VersionRow['status']> = new Set([
  'in_review',
  'approved',
  'changes_requested',
  'rejected',
  'rolled_back',
])

/** Everything said, asked and delivered in a room in order of time. Replies are counted on what they answer. */
export function entriesOf(lists: Lists): Entry[] {
  const replies = new Map<string, number>()
  for (const message of lists.messages) {
    if (message.replyTo) replies.set(message.replyTo, (replies.get(message.replyTo) ?? 0) + 1)
  }
  const known = new Set(lists.messages.map((message) => message.id))
  const deliverables = new Map(lists.deliverables.map((one) => [one.id, one]))
  const newest = new Map<string, number>()
  for (const version of lists.versions) {
    if (version.deliverableId)
      newest.set(version.deliverableId, Math.max(newest.get(version.deliverableId) ?? 0, version.number))
  }
  const entries: Entry[] = []
  for (const message of lists.messages) {
    if (message.replyTo && known.has(message.replyTo)) continue
    entries.push({ kind: 'message', id: message.id, at: message.at, message, replies: replies.get(message.id) ?? 0 })
  }
  for (const goal of lists.goals) entries.push({ kind: 'goal', id: goal.id, at: goal.createdAt, goal })
  for (const handoff of lists.handoffs) {
    if (handoff.status !== 'withdrawn') entries.push({ kind: 'question', id: handoff.id, at: handoff.at, handoff })
  }
  for (const action of lists.actions) entries.push({ kind: 'action', id: action.id, at: action.at, action })
  for (const version of lists.versions) {
    const deliverable = version.deliverableId ? deliverables.get(version.deliverableId) : undefined
    if (!deliverable || !shownVersions.has(version.status)) continue
    const latest = newest.get(deliverable.id) === version.number
    entries.push({ kind: 'version', id: version.id, at: version.createdAt, version, deliverable, latest })
  }
  return entries.sort(
    (a, b) => a.at - b.at || rank[a.kind] - rank[b.kind] || +answers(a) - +answers(b) || (a.id < b.id ? -1 : 1),
  )
}
// What the coordinator says comes of what others said, and in the same commit at the same moment.
const answers = (entry: Entry) => entry.kind === 'message' && entry.message.author.kind === 'coordinator'
const rank: Record<Entry['kind'], number> = { day: 0, new: 1, goal: 2, message: 3, question: 4, action: 5, version: 6 }

/** Puts a date before the first entry of every day and one mark before the first entry after `seenAt` (Unix ms). */
export function withDividers(entries: readonly Entry[], seenAt: number | null, dayOf: (at: number) => string): Entry[] {
  const divided: Entry[] = []
  let day = ''
  // Nothing old above it: the whole room is new, and a mark would say nothing.
  let marked = seenAt === null || !entries[0] || entries[0].at > seenAt
  for (const entry of entries) {
    const today = dayOf(entry.at)
    if (today !== day) divided.push({ kind: 'day', id: `day ${today}`, at: entry.at })
    day = today
    if (!marked && seenAt !== null && entry.at > seenAt) {
      divided.push({ kind: 'new', id: 'new', at: seenAt })
      marked = true
    }
    divided.push(entry)
  }
  return divided
}
