import type { MessageView } from '../../../server/contract/snapshot.ts'

const inOrder = (a: MessageView, b: MessageView) => a.at - b.at || (a.id < b.id ? -1 : 1)

/** Messages of two readings in order of time, each once. */
export function merged(one: readonly MessageView[], other: readonly MessageView[]): readonly MessageView[] {
  const byId = new Map([...one, ...other].map((message) => [message.id, message]))
  return [...byId.values()].sort(inOrder)
}

/** What was read earlier together with what the window mirrors. When they do not touch, something between was missed: only the mirror counts. */
export function joined(held: readonly MessageView[], live: readonly MessageView[]): readonly MessageView[] {
  if (held.length === 0) return live
  const known = new Set(held.map((message) => message.id))
  return live.some((message) => known.has(message.id)) ? merged(held, live) : live
}

/**
 * Before which message to ask for earlier ones. A mirror drops its oldest one by one, so of the oldest moment some may be
 * missing: the first time that moment is asked for again.
 */
export function askBefore(messages: readonly MessageView[], first: boolean): string | null {
  const sorted = [...messages].sort(inOrder)
  const oldest = sorted[0]
  if (!oldest) return null
  const later = first ? sorted.find((message) => message.at > oldest.at) : oldest
  return (later ?? sorted.at(-1) ?? oldest).id
}
