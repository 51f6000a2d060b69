const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '', b: '', f: '', v: '', e: '', E: '' }

/** A text with backslash escapes written out as the shell's $'…', printf and echo -e do: \x72, \162, \0162, \u0072, \U00000072, \n. */
export function escaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|0?([0-7]{1,3})|c(.)|(.))/gs,
    (whole, hex, short, long, octal, control, letter) => {
      const code = hex ?? short ?? long
      if (code !== undefined) return fromCode(Number.parseInt(code, 16))
      if (octal !== undefined) return fromCode(Number.parseInt(octal, 8) & 0xff)
      if (control !== undefined) return ''
      return named[letter] ?? (/[\\'"?]/.test(letter) ? letter : whole)
    },
  )
}

const fromCode = (code: number) => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '')

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The text that base64 stands for, null when it stands for no readable text; `wide` reads two bytes a letter, as PowerShell does. */
export function fromBase64(written: string, wide = false): string | null {
  const clean = written.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (clean === '' || /[^A-Za-z0-9+/]/.test(clean)) return null
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of clean) {
    held = ((held << 6) | digits.indexOf(letter)) & 0xffffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return wide ? readable(bytes.filter((_, at) => at % 2 === 0)) : readable(bytes)
}

/** The text that pairs of hexadecimal digits stand for, null when they stand for no readable text. */
export function fromHex(written: string): string | null {
  const clean = written.replace(/\\x|0x|[\s:,]/g, '')
  if (clean === '' || clean.length % 2 === 1 || /[^0-9a-fA-F]/.test(clean)) return null
  return readable((clean.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)))
}

function readable(bytes: readonly number[]): string | null {
  const text = decodeURIComponentSafely(bytes)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes below a space are what tells a program from a text
  return text === null || /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text
}

function decodeURIComponentSafely(bytes: readonly number[]): string | null {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return null
  }
}
