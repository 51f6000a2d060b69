type Group = { repeats: boolean; branches: boolean }

// A repetition of at most this many is as good as written out.
const fewTimes = 10

/**
 * The power of a text's length that matching a regular expression from outside may take (1, 2 or 3), or a phrase why it is
 * refused: a repetition inside a repetition, a back-reference, more than 3 long repetitions (a missing ^ counts), 200 characters.
 */
export function patternCost(pattern: string): number | string {
  if (pattern.length > 200) return 'it is longer than 200 characters'
  if (/\\(?:[1-9]|k)/.test(pattern)) return 'it refers back to a group'
  const bare = pattern.replace(/\\./gs, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x')
  const groups: Group[] = [{ repeats: false, branches: false }]
  let repetitions = bare.startsWith('^') ? 0 : 1
  let closed: Group | undefined
  for (let at = 0; at < bare.length; at++) {
    const group = groups.at(-1)
    if (!group) break
    const times = repetitionAt(bare, at)
    if (times > 1 && (closed?.repeats || closed?.branches)) return 'it repeats a group that itself repeats or branches'
    if (times > 1) group.repeats = true
    if (times > fewTimes) repetitions++
    if (bare[at] === '|') group.branches = true
    if (bare[at] === '(') groups.push({ repeats: false, branches: false })
    closed = bare[at] === ')' ? closeGroup(groups) : undefined
  }
  if (groups.length !== 1) return 'its brackets do not match'
  return repetitions > 3 ? 'it repeats in more than three places' : Math.max(1, repetitions)
}

// What the inner group does, the outer one does too.
function closeGroup(groups: Group[]): Group | undefined {
  const inner = groups.pop()
  const outer = groups.at(-1)
  if (inner && outer) {
    outer.repeats ||= inner.repeats
    outer.branches ||= inner.branches
  }
  return inner
}

// How often the thing before this position may come at most; 1 when no repetition stands here.
function repetitionAt(pattern: string, at: number): number {
  const char = pattern[at]
  if (char === '*' || char === '+') return Number.POSITIVE_INFINITY
  if (char !== '{') return 1
  const braces = /^\{(\d{1,9})(,(\d{0,9}))?\}/.exec(pattern.slice(at, at + 24))
  if (!braces) return 1
  if (braces[2] === undefined) return Number(braces[1])
  return braces[3] ? Number(braces[3]) : Number.POSITIVE_INFINITY
}
