// What a terminal obeys instead of showing, and what turns the direction of writing.
const obeyed = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu

/** A text as one line that a terminal only shows: what it would obey is written out, `\x1b` for the beginning of an order. */
export const printable = (text: string): string =>
  text.replace(obeyed, (sign) => {
    const code = sign.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
