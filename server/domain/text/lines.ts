/** A reader of line numbers: gives the 1-based line that holds an offset, in logarithmic time. */
export function lineReader(text: string): (offset: number) => number {
  let starts: number[] | null = null
  return (offset) => {
    starts ??= lineStarts(text)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The line around an offset as one trimmed excerpt of at most `width` characters. */
export function excerptAt(text: string, offset: number, width = 160): string {
  const start = Math.max(text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1, offset - width)
  const newline = text.indexOf('\n', offset)
  const line = text.slice(start, Math.min(newline === -1 ? text.length : newline, offset + width))
  return shorten(line, width)
}

/** The text on one line, cut at `width` characters with an ellipsis. */
export function shorten(text: string, width = 160): string {
  const flat = text
    .slice(0, width * 4)
    .replace(/\s+/g, ' ')
    .trim()
  return flat.length > width ? `${flat.slice(0, width - 1)}…` : flat
}
