import { withoutCode } from '../../domain/text/headings.ts'

const deepest = 100
const mostMarks = 3000

const nested = new RegExp(`^(?:[ \\t]{0,8}(?:>|[-*+]|\\d{1,9}[.)])){${deepest}}`, 'm')

/**
 * Whether markdown is too tangled to parse: parsing time grows with the square of the open brackets and emphasis marks of one
 * paragraph, and of the depth of quotes and lists. 3,000 marks took 0.2 s; no paragraph that a person wrote comes near.
 */
export function isTangled(markdown: string): boolean {
  if (nested.test(markdown)) return true
  return squares(withoutCode(markdown), /\[|[*_~]+/g) > mostMarks ** 2 || squares(markdown, /`+/g) > mostMarks ** 2
}

function squares(markdown: string, mark: RegExp): number {
  const stretches = markdown.split(/\n[ \t\r]*\n/).flatMap(stretchesOf)
  return stretches.reduce((sum, stretch) => sum + (stretch.match(mark)?.length ?? 0) ** 2, 0)
}

// Marks do not reach from one table row or bullet to another, so long tables and lists of links are no tangle.
function stretchesOf(block: string): string[] {
  const [header = '', delimiters = '', ...rows] = block.split('\n')
  const table = /^[ |:-]{2,10000}\r?$/.test(delimiters) && delimiters.includes('-') && !/[\\`]/.test(header)
  if (table && pipes(header) === pipes(delimiters) && header.startsWith('|') && delimiters.startsWith('|'))
    return [header, ...rows]
  return block.split(/\n(?= {0,3}[-*+] \S)/)
}

const pipes = (line: string) => line.split('|').length
