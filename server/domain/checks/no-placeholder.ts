import { withoutCode } from '../text/headings.ts'
import { excerptAt, lineReader } from '../text/lines.ts'
import { type Check, type Evidence, evidenceLimit } from './check.ts'
import { count, failed, isMarkdown, passed, quoted, type ReadableText, textsOf } from './read-material.ts'

const placeholder = new RegExp(
  [
    String.raw`\b(?:TO-?DO|FIXME|TBD|TBC|XXX{1,20})\b(?! (?:lists?|apps?|comments?|items?|managers?)\b)`,
    String.raw`\b[Ll]orem ipsum\b`,
    String.raw`\[(?:[Ii]nsert|INSERT|[Aa]dd|[Yy]our|YOUR|[Ff]ill in|[Pp]laceholder|[Tt]o be)\b[^\]\n]{0,120}\](?!\()`,
    String.raw`<(?:insert|your|placeholder)[ _-][^>\n]{0,80}>`,
    String.raw`\{\{[ ]{0,3}[A-Za-z_.]{1,60}[ ]{0,3}\}\}`,
    String.raw`\b[Tt]o be (?:determined|written|filled in|completed later)\b`,
    String.raw`\b[Pp]laceholder text\b`,
  ].join('|'),
  'g',
)

/** No text left to be written: TODO, TBD, XXX, lorem ipsum, [insert …]; code in markdown is not looked at. */
export const noPlaceholder: Check = (material) => {
  const evidence = textsOf(material).flatMap(placeholdersOf)
  if (evidence.length === 0) return passed('No placeholder is left.')
  const first = evidence[0]
  const where = first?.line ? ` on line ${first.line} of ${quoted(first.file ?? '')}` : ''
  return failed(
    `${count(evidence.length, 'placeholder')} left, first ${first?.label}${where}.`,
    evidence.slice(0, evidenceLimit),
  )
}

function placeholdersOf({ name, mediaType, text }: ReadableText): Evidence[] {
  const read = isMarkdown(mediaType) ? withoutCode(text) : text
  const lineOf = lineReader(text)
  return [...read.matchAll(placeholder)].map((match) => ({
    label: quoted(match[0], 40),
    detail: excerptAt(text, match.index),
    ok: false,
    file: name,
    line: lineOf(match.index),
  }))
}
