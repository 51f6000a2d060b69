import { blocksOf } from './markdown.ts'

/**
 * One sentence of a document: `text` is a verbatim piece of it, `line` counts from 1, `heading` is the last heading above;
 * `words` is what a reader sees where that is not the same, because of links or emphasis.
 */
export type Sentence = { text: string; line: number; heading: string; words?: string }
type Read = { title: string | null; sentences: Sentence[] }

/** Markdown longer than this, in characters, is read line by line like plain text: parsing it would take seconds. */
const longestParsed = 400_000

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
const abbreviation =
  /(?:^|[\s(])(?:e\.g|i\.e|approx|ca|cf|vs|etc|incl|excl|no|nos|dr|mr|mrs|ms|prof|st|fig|p|pp|vol|\p{Lu})\.\s*$/iu
const marker = /^\s*(?:[-*+]\s+|\d{1,3}[.)]\s+|>\s?)+/

/** Takes prose; returns its sentences, each a trimmed verbatim piece with its offset. */
export function splitSentences(prose: string): { text: string; at: number }[] {
  const found: { text: string; at: number }[] = []
  let start = 0
  // A line break within a paragraph ends no sentence; a space in its place keeps every offset.
  for (const { segment, index } of segmenter.segment(prose.replace(/[\r\n]/g, ' '))) {
    // The segmenter does not end a sentence before a digit ("… by bike. 38 per cent …").
    const ends = [...segment.matchAll(/(?<=[\p{L}\]][.!?]["”')]?)\s+(?=\d)/gu)].map(
      (gap) => index + gap.index + gap[0].length,
    )
    for (const end of [...ends, index + segment.length]) {
      if (abbreviation.test(prose.slice(start, end)) && end < prose.length) continue
      const piece = prose.slice(start, end)
      const text = piece.trim()
      if (text) found.push({ text, at: start + piece.indexOf(text) })
      start = end
    }
  }
  const rest = prose.slice(start).trim()
  if (rest) found.push({ text: rest, at: prose.indexOf(rest, start) })
  return found
}

/** Takes a document, Markdown unless said otherwise; returns its title, if it has one, and its sentences. Tables and code are left out. */
export function readDocument(document: string, mediaType = 'text/markdown'): Read {
  const isMarkdown = mediaType.startsWith('text/markdown') && document.length <= longestParsed
  return isMarkdown ? readMarkdown(document) : readLines(document)
}

function readMarkdown(document: string): Read {
  const { title, blocks } = blocksOf(document)
  const lineAt = lineCounter(document)
  const sentences = blocks.flatMap(({ text, from, to, heading }) =>
    splitSentences(text).flatMap(({ text: words, at }) => {
      const [start, end] = [from[at], to[at + words.length - 1]]
      if (start === undefined || end === undefined) return []
      const verbatim = document.slice(start, end)
      const sentence = { text: verbatim, line: lineAt(start), heading }
      return [onOneLine(verbatim) === onOneLine(words) ? sentence : { ...sentence, words: onOneLine(words) }]
    }),
  )
  return { title, sentences }
}

/** Answers the line of an offset, counting from 1; asked in rising order, it reads the document once. */
function lineCounter(document: string): (offset: number) => number {
  let line = 1
  let read = 0
  return (offset) => {
    for (let at = document.indexOf('\n', read); at >= 0 && at < offset; at = document.indexOf('\n', at + 1)) {
      line += 1
      read = at + 1
    }
    return line
  }
}

function readLines(document: string): Read {
  const sentences: Sentence[] = []
  let title: string | null = null
  let heading = ''
  let fenced = false
  let block: { text: string; line: number } | null = null
  const close = () => {
    if (block) for (const sentence of splitSentences(block.text)) sentences.push(place(sentence, block, heading))
    block = null
  }
  for (const [index, row] of document.split('\n').entries()) {
    const isFence = /^\s*(```|~~~)/.test(row)
    const head = /^#{1,6}\s+(.+?)\s*#*\s*$/.exec(row)
    if (isFence) fenced = !fenced
    if (isFence || fenced || head || !row.trim() || /^\s*(\||[-*_=]{3,}\s*$)/.test(row)) {
      close()
      if (head?.[1] && !fenced) {
        if (title === null && row.startsWith('# ')) title = head[1]
        else heading = head[1]
      }
    } else if (block === null || marker.test(row)) {
      close()
      block = { text: row.replace(marker, ''), line: index + 1 }
    } else {
      block.text += `\n${row}`
    }
  }
  close()
  return { title, sentences }
}

function place(
  sentence: { text: string; at: number },
  block: { text: string; line: number },
  heading: string,
): Sentence {
  const linesBefore = block.text.slice(0, sentence.at).split('\n').length - 1
  return { text: sentence.text, line: block.line + linesBefore, heading }
}

/** Takes a sentence; returns it as a reader sees it, on one line. */
export function wordsSeen({ text, words }: Pick<Sentence, 'text' | 'words'>): string {
  return words ?? onOneLine(text)
}

const lettersWanted = 0.6
/** Whether a sentence says something that can stand in a text by itself: no question, no lead-in to a list, no address, no fragment. */
export function saysSomething(sentence: Pick<Sentence, 'text' | 'words'>): boolean {
  const said = wordsSeen(sentence)
  const letters = said.match(/[\p{L}\p{N}\s]/gu)?.length ?? 0
  return (
    said.length >= 25 &&
    !/[:?]["”’)]*$|^[^\p{L}\p{N}“"'‘(]/u.test(said) &&
    !/<\/?[a-z][^>]*>|https?:\/\/\S{60}/i.test(said) &&
    letters / said.length > lettersWanted &&
    (sentence.words === undefined || sentence.text.length <= longestQuote)
  )
}

const longestQuote = 600

/** Takes a sentence; returns it, or its first words when it is too long to quote whole; a verbatim piece of it either way. */
export function quotable(sentence: string): string {
  if (sentence.length <= longestQuote) return sentence
  const cut = sentence.lastIndexOf(' ', 500)
  return sentence.slice(0, cut > 0 ? cut : 500)
}

/** Takes text; returns it on one line, as it is shown in a list or in prose. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Takes text; returns it comparable: one line, straight quotes, no emphasis marks, lower case. */
export function comparable(text: string): string {
  return onOneLine(text)
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[*_`]/g, '')
    .toLowerCase()
}
