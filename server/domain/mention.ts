import type { Mention } from './room.ts'

/** Which of the named a text mentions with `@name`; a name is never found inside a longer one. */
export function mentioned<T extends { name: string }>(text: string, all: readonly T[]): T[] {
  let rest = text.toLowerCase()
  if (!rest.includes('@')) return []
  const longestFirst = [...all].sort((a, b) => b.name.length - a.name.length)
  const found = new Set<string>()
  for (const one of longestFirst) {
    const name = `@${one.name.toLowerCase()}`
    for (let at = rest.indexOf(name); at >= 0; at = rest.indexOf(name, at + 1)) {
      if (/[\p{L}\p{N}_-]/u.test(rest[at + name.length] ?? ' ')) continue
      found.add(name)
      rest = rest.slice(0, at) + ' '.repeat(name.length) + rest.slice(at + name.length)
    }
  }
  return all.filter((one) => found.has(`@${one.name.toLowerCase()}`))
}

/** So many are kept for a person who does not come; the room holds the rest. */
export const keptMentions = 50

/** What waits for a person after one more mention. */
export const withMention = (waiting: readonly Mention[], mention: Mention): Mention[] =>
  waiting.length < keptMentions ? [...waiting, mention] : [...waiting]

/** What still waits once a person has written: a reply answers its thread, a message of its own the whole room. */
export const afterWriting = (waiting: readonly Mention[], replyTo: string | null): Mention[] =>
  replyTo === null ? [] : waiting.filter(({ threadId }) => threadId !== replyTo)

/** What still waits once a person has seen `messageId` and what came before it; without one, everything was seen. */
export const afterSeeing = (waiting: readonly Mention[], messageId: string | undefined): Mention[] =>
  messageId === undefined ? [] : waiting.slice(waiting.findIndex((one) => one.messageId === messageId) + 1)
