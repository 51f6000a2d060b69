/**
 * Whether a text that is known to be JSON names a key twice in one object. Parsers differ in which of the two counts,
 * so such a body means different things to different readers (F32). Long strings are skipped, not walked through.
 */
export function hasDuplicateKey(json: string): boolean {
  // One entry a level: the keys of an object, or null for an array.
  const levels: (Set<string> | null)[] = []
  let keyNext = false
  for (let at = 0; at < json.length; at++) {
    const char = json[at]
    if (char === '{') {
      levels.push(new Set())
      keyNext = true
    } else if (char === '[') {
      levels.push(null)
      keyNext = false
    } else if (char === '}' || char === ']') levels.pop()
    else if (char === ',') keyNext = levels.at(-1) instanceof Set
    else if (char === '"') {
      const end = endOfString(json, at + 1)
      const keys = keyNext ? levels.at(-1) : null
      if (keys) {
        const key: string = JSON.parse(json.slice(at, end + 1))
        if (keys.has(key)) return true
        keys.add(key)
      }
      keyNext = false
      at = end
    }
  }
  return false
}

/** Where the string that begins before `from` ends: at a quote after an even number of backslashes. */
function endOfString(json: string, from: number): number {
  for (let at = json.indexOf('"', from); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0
    while (json[at - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return at
  }
  return json.length
}
