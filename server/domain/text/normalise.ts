/** A text with white space, quotation marks and dashes made plain, and where each of its characters came from. */
export type Normalised = { text: string; offsets: Int32Array }

const space = 32
const gone = 0xffff

// For every UTF-16 unit what it becomes: 0 for itself.
const plain = new Uint16Array(0x10000)
for (const code of [9, 10, 11, 12, 13, 32, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000])
  plain[code] = space
for (let code = 0x2000; code <= 0x200a; code++) plain[code] = space
for (const code of [0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff]) plain[code] = gone
for (const mark of '“”„‟«»″') plain[mark.charCodeAt(0)] = 34
for (const mark of '‘’‚‛′') plain[mark.charCodeAt(0)] = 39
for (const mark of '‐‑‒–—―−') plain[mark.charCodeAt(0)] = 45

/** Runs of white space become one space, typographic quotes and dashes plain ones, invisible characters go; case is kept. */
export function normalise(text: string): Normalised {
  const codes = new Uint16Array(text.length)
  const offsets = new Int32Array(text.length)
  let length = 0
  let afterSpace = true
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const to = plain[code] || code
    if (to === gone || (to === space && afterSpace)) continue
    afterSpace = to === space
    codes[length] = to
    offsets[length++] = at
  }
  if (afterSpace && length > 0) length--
  return { text: decode(codes.subarray(0, length)), offsets: offsets.subarray(0, length) }
}

// In chunks: a call takes only so many arguments.
function decode(codes: Uint16Array): string {
  let text = ''
  for (let at = 0; at < codes.length; at += 8192)
    text += Reflect.apply(String.fromCharCode, null, codes.subarray(at, at + 8192))
  return text
}
