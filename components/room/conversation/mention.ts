import { counted } from '../../../server/domain/text/counted.ts'

/** The mention being typed before the caret, with where it starts, or null. */
export function mentionAt(text: string, caret: number): { from: number; query: string } | null {
  const found = /(?:^|[\s(])@([\p{L}\p{N}_.-]{0,40})$/u.exec(text.slice(0, caret))
  if (!found) return null
  const query = found[1] ?? ''
  return { from: caret - query.length - 1, query }
}

/** Names that fit what was typed, those that begin with it first. */
export function mentionCandidates<T extends { name: string }>(all: readonly T[], query: string, most = 8): T[] {
  const lower = query.toLowerCase()
  const rank = (one: T) => {
    const at = one.name.toLowerCase().indexOf(lower)
    return at < 0 ? null : at === 0 ? 0 : 1
  }
  return all
    .flatMap((one) => {
      const order = rank(one)
      return order === null ? [] : [{ one, order }]
    })
    .sort((a, b) => a.order - b.order)
    .slice(0, most)
    .map(({ one }) => one)
}

/** Who hears of a message that names them, in words; null when it names nobody. */
export function toldWords(named: readonly { kind: string }[]): string | null {
  const people = named.filter((one) => one.kind === 'member').length
  const agents = named.length - people
  const who = [people > 0 && counted(people, 'person', 'people'), agents > 0 && counted(agents, 'agent')]
  return named.length === 0 ? null : `${who.filter(Boolean).join(' and ')} ${named.length === 1 ? 'is' : 'are'} told`
}

/** Puts the name where the mention was being typed; returns the new text and caret. */
export function insertMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const mention = mentionAt(text, caret)
  if (!mention) return { text, caret }
  const before = `${text.slice(0, mention.from)}@${name} `
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length }
}
