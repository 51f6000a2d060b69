import { bullets } from './text/bullets.ts'

export type Item = string | Record<string, unknown>
type Read = { name: string; mediaType: string; text: string }
type ParseCsv = (text: string) => { header: readonly string[]; rows: readonly (readonly string[])[] }

/** How deep tasks may make tasks when the goal says nothing. */
export const defaultDepth = 3
const titleLength = 80

const isCsv = ({ name, mediaType }: Read): boolean =>
  mediaType.startsWith('text/csv') || (/\.csv$/i.test(name) && !/json/.test(mediaType))

/**
 * The items of a list that somebody wrote down: a JSON array (or an object with one array in it), the rows of a CSV table
 * as objects by its header, the bullets of a text, else its lines. Null when it is none of these.
 */
export function itemsOf(read: Read, parseCsv: ParseCsv): Item[] | null {
  if (isCsv(read)) {
    const { header, rows } = parseCsv(read.text)
    return rows.map((row) => Object.fromEntries(header.map((title, i) => [title, row[i] ?? ''])))
  }
  const text = read.text.trim()
  if (/^[[{]/.test(text)) return arrayIn(text)
  const points = bullets(text)
  if (points.length > 0) return points
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  // A text of one paragraph is no list; a heading over it is no item.
  const plain = lines.filter((line) => !line.startsWith('#'))
  return plain.length > 1 || text === '' ? plain : null
}

function arrayIn(text: string): Item[] | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const arrays = Array.isArray(value) ? [value] : Object.values(value as object).filter(Array.isArray)
  const [only, ...others] = arrays as unknown[][]
  if (!only || others.length > 0) return null
  return only.map((item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? (item as Record<string, unknown>)
      : typeof item === 'string'
        ? item
        : JSON.stringify(item),
  )
}

const textOf = (item: Item): string => (typeof item === 'string' ? item : JSON.stringify(item))

/** A few words for an item: its title, name or id, else its text. */
export function titleOf(item: Item): string {
  const named = typeof item === 'object' ? (item.title ?? item.name ?? item.id ?? Object.values(item)[0]) : item
  const text = (typeof named === 'string' || typeof named === 'number' ? String(named) : textOf(item)).trim()
  return text.length > titleLength ? `${text.slice(0, titleLength - 1)}…` : text || 'an empty item'
}

/** The brief of the task that does one item. */
export const briefFor = (brief: string, item: Item): string => `${brief}\n\nThe item: ${textOf(item)}`
