import { diffArrays, diffWordsWithSpace } from 'diff'
import { countWords } from '../domain/text/words.ts'

/** A stretch of words that both versions share, or that one of them has. */
export type Stretch = { op: 'same' | 'added' | 'removed'; text: string }

/** A part of a comparison: unchanged paragraphs folded away, paragraphs shown for their surroundings, or changed ones. */
export type DiffBlock =
  | { kind: 'folded'; paragraphs: number; texts: string[] }
  | { kind: 'context'; text: string }
  | { kind: 'changed'; stretches: Stretch[] }

// How many unchanged paragraphs stay in sight around a change, and from how many on the rest is folded.
const around = 1
const worthFolding = 2

// Past this many edits a paragraph is shown as replaced: telling words apart would neither end soon nor be read.
const mostEdits = 4000

/** Compares two versions paragraph by paragraph and, inside changed ones, word by word. */
export function wordDiff(before: string, after: string): DiffBlock[] {
  const changes = diffArrays(paragraphsOf(before), paragraphsOf(after), { timeout: 1000 })
  if (!changes) return [changedBlock(before, after)]
  const blocks: DiffBlock[] = []
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at]
    if (!change) continue
    const next = changes[at + 1]
    if (change.removed && next?.added) {
      blocks.push(...pairedBlocks(change.value, next.value))
      at++
    } else if (change.removed) blocks.push(...change.value.map((text) => changedBlock(text, '')))
    else if (change.added) blocks.push(...change.value.map((text) => changedBlock('', text)))
    else blocks.push(...fold(change.value, at === 0, at === changes.length - 1))
  }
  return blocks
}

/** The same comparison as one run of stretches that put together give both texts, with the words added and removed counted. */
export function flatDiff(blocks: readonly DiffBlock[]): { added: number; removed: number; parts: Stretch[] } {
  const parts: Stretch[] = []
  for (const block of blocks) {
    const stretches = block.kind === 'changed' ? block.stretches : [{ op: 'same' as const, text: textOf(block) }]
    for (const { op, text } of stretches) {
      const last = parts.at(-1)
      if (last?.op === op) last.text += text
      else if (text) parts.push({ op, text })
    }
  }
  const words = (op: Stretch['op']) =>
    parts.reduce((sum, each) => sum + (each.op === op ? countWords(each.text) : 0), 0)
  return { added: words('added'), removed: words('removed'), parts }
}

const textOf = (block: Exclude<DiffBlock, { kind: 'changed' }>) =>
  block.kind === 'folded' ? block.texts.join('') : block.text

// Blank lines part paragraphs and belong to the one above, so that the parts put together give the text again.
function paragraphsOf(text: string): string[] {
  return text === '' ? [] : text.replaceAll('\r\n', '\n').split(/(?<=\n[ \t]*\n)(?![ \t]*\n)/)
}

function pairedBlocks(removed: readonly string[], added: readonly string[]): DiffBlock[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index) =>
    changedBlock(removed[index] ?? '', added[index] ?? ''),
  )
}

function changedBlock(before: string, after: string): DiffBlock {
  const words =
    before && after ? diffWordsWithSpace(before, after, { maxEditLength: mostEdits, timeout: 500 }) : undefined
  const stretches: Stretch[] = words
    ? joined(
        words.map(({ added, removed, value }) => ({ op: added ? 'added' : removed ? 'removed' : 'same', text: value })),
      )
    : [
        ...(before ? [{ op: 'removed' as const, text: before }] : []),
        ...(after ? [{ op: 'added' as const, text: after }] : []),
      ]
  return { kind: 'changed', stretches }
}

// Words replaced one after another read as one replacement: nothing but a space between them was kept.
function joined(stretches: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = []
  let [removed, added, space] = ['', '', '']
  const flush = () => {
    if (removed) out.push({ op: 'removed', text: removed })
    if (added) out.push({ op: 'added', text: added })
    if (space) out.push({ op: 'same', text: space })
    removed = added = space = ''
  }
  for (const { op, text } of stretches) {
    if (op === 'same' && removed && added && text.trim() === '') space += text
    else if (op === 'same') {
      flush()
      out.push({ op, text })
    } else {
      removed += space + (op === 'removed' ? text : '')
      added += space + (op === 'added' ? text : '')
      space = ''
    }
  }
  flush()
  return out
}

function fold(texts: string[], first: boolean, last: boolean): DiffBlock[] {
  const head = first ? 0 : around
  const tail = last ? 0 : around
  if (texts.length - head - tail < worthFolding && !(first && last)) return texts.map(shown)
  const end = texts.length - tail
  const hidden = texts.slice(head, end)
  return [
    ...texts.slice(0, head).map(shown),
    { kind: 'folded', paragraphs: hidden.length, texts: hidden },
    ...texts.slice(end).map(shown),
  ]
}

const shown = (text: string): DiffBlock => ({ kind: 'context', text })
