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

/** Puts the name where the mention was being typed; returns the new text and caret. */
export function insertMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const mention = mentionAt(text, caret)
  if (!mention) return { text, caret }
  const before = `${text.slice(0, mention.from)}@${name} `
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length }
}

/** Which of the named are mentioned in a text; a name is never found inside a longer one. */
export function mentioned<T extends { name: string }>(text: string, all: readonly T[]): T[] {
  const longestFirst = [...all].sort((a, b) => b.name.length - a.name.length)
  let rest = text.toLowerCase()
  const found = new Set<T>()
  for (const one of longestFirst) {
    const name = `@${one.name.toLowerCase()}`
    for (let at = rest.indexOf(name); at >= 0; at = rest.indexOf(name, at + 1)) {
      if (/[\p{L}\p{N}_-]/u.test(rest[at + name.length] ?? ' ')) continue
      found.add(one)
      rest = rest.slice(0, at) + ' '.repeat(name.length) + rest.slice(at + name.length)
    }
  }
  return all.filter((one) => found.has(one))
}
