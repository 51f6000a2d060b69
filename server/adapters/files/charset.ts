/** Text read from bytes, with what a person should know about how it was read. */
export type Decoded = { text: string; warnings: string[] }

/**
 * Reads bytes as text: by byte order mark, by declared charset, as UTF-8, else as Western European; null when the bytes
 * are no text. A few stray NUL bytes are left out with a warning, since no later place can keep them.
 */
export function decodeText(bytes: Uint8Array, declaredCharset?: string): Decoded | null {
  const charset = markedCharset(bytes) ?? wideCharset(bytes)
  if (charset)
    return finished(
      new TextDecoder(charset).decode(bytes),
      charset === 'utf-8' ? [] : [`Read as ${charset.toUpperCase()}.`],
    )
  const utf8 = strictly('utf-8', bytes)
  if (utf8 !== null) return finished(utf8, [])
  const declared = declaredCharset && declaredCharset !== 'utf-8' ? strictly(declaredCharset, bytes) : null
  if (declared !== null) return finished(declared, [`Read as ${declaredCharset}.`])
  return finished(new TextDecoder('windows-1252').decode(bytes), [
    'It is not UTF-8 and was read as Western European (Windows-1252); look at its accents.',
  ])
}

function markedCharset(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null
}

// UTF-16 without a mark shows by NUL in nearly every second byte.
function wideCharset(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 1000) & ~1
  if (length < 4) return null
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++
    if (bytes[at + 1] === 0) odd++
  }
  const most = (length / 2) * 0.8
  if (odd > most && even === 0) return 'utf-16le'
  return even > most && odd === 0 ? 'utf-16be' : null
}

function strictly(charset: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

// Text has hardly any control characters: one in two hundred is the most that is let through.
function finished(text: string, warnings: string[]): Decoded | null {
  let controls = 0
  let zeros = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0) zeros++
    if (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12 && code !== 27) controls++
  }
  if (controls > Math.max(2, text.length / 200)) return null
  if (zeros === 0) return { text, warnings }
  return {
    text: text.replaceAll('\0', ''),
    warnings: [...warnings, `${zeros} NUL ${zeros === 1 ? 'byte was' : 'bytes were'} left out.`],
  }
}
