import Papa from 'papaparse'
import { artifactOf, type Craft, type Job, Passing } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { ownList } from '../notes.ts'
import { readDocument } from '../text/sentences.ts'
import { listed } from '../text/terms.ts'
import type { Citation } from '../wire.ts'
import { isReview } from './comments.ts'
import { counts } from './prose.ts'

/** One result to merge: the title of its task, and its first file, which is what people read. */
type Part = { id: string; title: string; file: Input }

const asksToMerge = /\b(merge|combine|assemble|join|collect)\b|\bput\b[^.\n]{0,60}\btogether\b/i

/** Whether a job without a skill is to put the results of others together. */
export function isMerge(job: Job): boolean {
  const parts = partsOf(job.inputs.read)
  return parts.length > 1 || (parts.length === 1 && asksToMerge.test(`${job.task.title}\n${job.task.brief}`))
}

/** Puts the results of other tasks together, all of them, in their order; hands in one Markdown document with one list of sources. */
export const merge: Craft = async (job, bench) => {
  const late = job.inputs.unread.find(({ passing }) => passing)
  if (late) throw new Passing(`I cannot merge without ${late.name}: ${late.reason}`)
  const parts = partsOf(job.inputs.read)
  await bench.say('action', `Putting ${parts.length} results together`, 0.3)
  const numbers = new Map<string, number>()
  const chapters = parts.map(({ title, file }) => `## ${title}\n\n${bodyOf(file, title, numbers)}`)
  const unread = job.inputs.unread.map(({ name, reason }) => `- ${name}: ${reason}.`)
  const markdown = [
    `# ${job.task.title}`,
    opening(parts),
    ...chapters,
    ...(unread.length > 0 ? [`## What is missing\n\n${unread.join('\n')}`] : []),
    ...(numbers.size > 0 ? [`## Sources\n\n${[...numbers].map(([label, n]) => `${n}. ${label}`).join('\n')}`] : []),
  ].join('\n\n')
  return {
    response: `${job.task.title}: ${parts.length} results put together in their order, none left out.`,
    artifact: artifactOf(job, job.task.title, markdown),
    sources: parts.flatMap(sourceOf),
  }
}

/** The results among the inputs, in their order, each once. */
function partsOf(inputs: readonly Input[]): Part[] {
  const parts = new Map<string, Part>()
  for (const file of inputs) {
    const id = file.id.replace(/:\d+$/, '')
    if (file.origin !== 'agent' || parts.has(id) || isReview(file)) continue
    const at = file.name.lastIndexOf(': ')
    parts.set(id, { id, title: at > 0 ? file.name.slice(0, at) : (readDocument(file.text).title ?? file.name), file })
  }
  return [...parts.values()]
}

function opening(parts: readonly Part[]): string {
  const titles = parts.map(({ title }) => title)
  if (titles.length === 1) return `One result follows: ${titles[0]}.`
  const follow = `${counts[titles.length] ?? titles.length} results follow, in the order in which they were asked for`
  return titles.length <= 8 ? `${follow}: ${listed(titles)}.` : `${follow}, from ${titles[0]} to ${titles.at(-1)}.`
}

/** The text of one result under its heading: its own title goes, its headings step down, its citations join the one list. */
function bodyOf({ text, mediaType }: Input, title: string, numbers: Map<string, number>): string {
  if (mediaType.includes('json')) return `\`\`\`json\n${text.trim()}\n\`\`\``
  if (mediaType.includes('csv')) return asTable(text)
  const { body, list } = withoutList(text.trim().replace(/^#\s+.+\n*/, ''))
  const deepest = Math.min(6, ...[...body.matchAll(/^(#{1,6})\s/gm)].map((match) => match[1]?.length ?? 6))
  const cited = body.replace(/\[(\d{1,3})\](?!\()/g, (mark, n) => {
    const label = list.get(Number(n))
    if (label === undefined) return mark
    if (!numbers.has(label)) numbers.set(label, numbers.size + 1)
    return `[${numbers.get(label)}]`
  })
  const lowered = cited.replace(/^(#{1,6})(\s+)(.+)$/gm, (_, marks: string, gap: string, words: string) =>
    words.trim() === title ? '' : `${'#'.repeat(Math.min(6, marks.length - deepest + 3))}${gap}${words}`,
  )
  return lowered.trim() || 'This result is empty.'
}

/** Parts a text from the list of sources at its end. */
function withoutList(text: string): { body: string; list: Map<number, string> } {
  const list = new Map<number, string>()
  const lines = text.split('\n')
  const at = lines.findLastIndex((line) => ownList.test(line.trim()))
  const tail = at < 0 ? [] : lines.slice(at + 1)
  for (const line of tail) {
    const entry = /^\s*\[?(\d{1,3})[.)\]]:?\s+(.+)$/.exec(line)
    if (entry) list.set(Number(entry[1]), entry[2] ?? '')
  }
  const onlyList = tail.every((line) => !line.trim() || /^\s*\[?\d{1,3}[.)\]]/.test(line))
  return at >= 0 && onlyList && list.size > 0
    ? { body: lines.slice(0, at).join('\n'), list }
    : { body: text, list: new Map() }
}

function asTable(csv: string): string {
  const rows = Papa.parse<string[]>(csv.trim()).data.map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
  const width = (rows[0]?.match(/ \| /g)?.length ?? 0) + 1
  return [rows[0] ?? '', `|${'---|'.repeat(width)}`, ...rows.slice(1)].join('\n')
}

/** The first words of a result prove that it was taken in. */
function sourceOf({ id, title, file }: Part): Citation[] {
  const first = readDocument(file.text).sentences[0]?.text ?? file.text.trim().split('\n')[0]
  return first ? [{ claim: title, versionId: id, quote: first.slice(0, 600) }] : []
}
