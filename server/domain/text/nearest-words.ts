type Word = { word: string; start: number; end: number }

// Under three words a likeness is chance; over 400 the head of the quote stands for it.
const fewest = 3
const longest = 400
const alike = 0.6

/** The stretch of a text that shares most words with a quote, in nearly its order; null below 60 % of the words. */
export function nearestWords(text: string, quote: string): { start: number; end: number } | null {
  const wanted = wordsOf(quote).slice(0, longest)
  if (wanted.length < fewest) return null
  const words = wordsOf(text)
  const at = fullestWindow(words, wanted)
  if (at === null) return null
  const window = words.slice(at, at + wanted.length)
  const kept = commonWords(wanted, window)
  const first = kept.at(0)
  const last = kept.at(-1)
  return first && last && kept.length >= Math.max(fewest, wanted.length * alike)
    ? { start: first.start, end: last.end }
    : null
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }))
}

// One pass: a window as long as the quote slides over the text and counts how many of its words it holds.
function fullestWindow(words: readonly Word[], wanted: readonly Word[]): number | null {
  const open = new Map<string, number>()
  for (const { word } of wanted) open.set(word, (open.get(word) ?? 0) + 1)
  let held = 0
  let most = 0
  let best: number | null = null
  for (let end = 0; end < words.length; end++) {
    const entering = words[end]?.word ?? ''
    const left = open.get(entering)
    if (left !== undefined) {
      if (left > 0) held++
      open.set(entering, left - 1)
    }
    const leaving = words[end - wanted.length]?.word
    const back = leaving === undefined ? undefined : open.get(leaving)
    if (leaving !== undefined && back !== undefined) {
      if (back >= 0) held--
      open.set(leaving, back + 1)
    }
    if (held > most) {
      most = held
      best = Math.max(0, end - wanted.length + 1)
    }
  }
  return most >= Math.max(fewest, wanted.length * alike) ? best : null
}

/** The words of the window that also stand in the quote in the same order (longest common subsequence). */
function commonWords(wanted: readonly Word[], window: readonly Word[]): Word[] {
  const width = window.length + 1
  const lengths = new Uint16Array((wanted.length + 1) * width)
  for (let row = wanted.length - 1; row >= 0; row--)
    for (let column = window.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        wanted[row]?.word === window[column]?.word
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0)
  const common: Word[] = []
  for (let row = 0, column = 0; row < wanted.length && column < window.length; ) {
    const word = window[column]
    if (word && wanted[row]?.word === word.word) {
      common.push(word)
      row++
      column++
    } else if ((lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0)) row++
    else column++
  }
  return common
}
