import { excerptAt, lineReader, shorten } from '../text/lines.ts'
import { isLetter, termsOf } from '../text/words.ts'
import type { Check, CheckStatus, Evidence, Material } from './check.ts'
import { measure } from './measure.ts'
import { count, failed, passed, textsOf, unverified } from './read-material.ts'

type Hit = { stem: string; file: string; text: string; at: number; line: number }

/** The goal's criteria one by one: proven where they can be measured, else where the text speaks of them; a person judges the rest. */
export const acceptance: Check = (material) => {
  const criteria = material.acceptance.filter((criterion) => criterion.trim() !== '')
  if (criteria.length === 0) return null
  const terms = new Map(criteria.map((criterion) => [criterion, termsOf(criterion.slice(0, 1000))]))
  const hits = findTerms(material, [...terms.values()].flat())
  const evidence = criteria.map((criterion) => judgeCriterion(criterion, terms.get(criterion) ?? [], hits, material))
  const having = (status: CheckStatus) => evidence.filter((each) => each.status === status)
  const missed = having('failed')
  const open = having('unverified')
  const all = count(criteria.length, 'criterion', 'criteria')
  if (missed.length > 0) return failed(`${missed.length} of ${all} not met: ${missed[0]?.label}`, evidence)
  if (open.length > 0) return unverified(`${open.length} of ${all} unverified: a person must look.`, evidence)
  return passed(`${all} measured and met.`, evidence)
}

function judgeCriterion(
  criterion: string,
  terms: readonly string[],
  hits: readonly Hit[],
  material: Material,
): Evidence {
  const label = shorten(criterion, 200)
  const measured = measure(criterion, material)
  if (measured && !measured.ok) return { label, detail: measured.detail, ok: false, status: 'failed' }
  if (measured?.whole) return { label, detail: measured.detail, ok: true, status: 'passed' }
  const wanted = new Map(terms.map((term) => [material.stem(term), term]))
  const best = bestLine(hits.filter((hit) => wanted.has(hit.stem)))
  const found = new Set(hits.map((hit) => hit.stem))
  const missing = [...wanted].filter(([stem]) => !found.has(stem)).map(([, term]) => term)
  const spoken = best
    ? `spoken of on line ${best.line}: “${excerptAt(best.text, best.at)}”`
    : 'nothing in the text speaks of it'
  const absent = best && missing.length > 0 ? ` Not found: ${shorten(missing.join(', '), 120)}.` : ''
  const proven = measured ? ` ${measured.detail}` : ''
  const detail = `unverified: a person must look; ${spoken}${best ? '' : '.'}${absent}${proven}`
  return { label, detail, ok: false, status: 'unverified', ...(best && { file: best.file, line: best.line }) }
}

// The line where most of the terms meet; the first of equals.
function bestLine(hits: readonly Hit[]): Hit | null {
  const lines = new Map<string, { first: Hit; stems: Set<string> }>()
  for (const hit of hits) {
    const key = `${hit.line} ${hit.file}`
    const line = lines.get(key) ?? { first: hit, stems: new Set<string>() }
    lines.set(key, line)
    line.stems.add(hit.stem)
  }
  let best: { first: Hit; stems: Set<string> } | null = null
  for (const line of lines.values()) if (!best || line.stems.size > best.stems.size) best = line
  return best?.first ?? null
}

const hitsPerStem = 500

// Words of one stem nearly always share their first three letters, so only words that begin like a term are ever stemmed.
function findTerms(material: Material, terms: readonly string[]): Hit[] {
  if (terms.length === 0) return []
  const stems = new Set(terms.map(material.stem))
  const starts = [...new Set(terms.map((term) => term.slice(0, 3)))]
  const pattern = new RegExp(`(?:${starts.join('|')})[\\p{L}\\p{N}]{0,60}`, 'gu')
  const stemOf = new Map<string, string>()
  const seen = new Map<string, number>()
  return textsOf(material).flatMap(({ name, text }) => {
    const hits: Hit[] = []
    const lineOf = lineReader(text)
    const lower = text.toLowerCase()
    for (const { 0: word, index: at } of lower.matchAll(pattern)) {
      // Checked here, not by the pattern: looking behind at every character costs four times as much.
      if (at > 0 && isLetter(lower.charCodeAt(at - 1))) continue
      const stem = stemOf.get(word) ?? material.stem(word)
      stemOf.set(word, stem)
      const times = seen.get(stem) ?? 0
      if (!stems.has(stem) || times >= hitsPerStem) continue
      seen.set(stem, times + 1)
      hits.push({ stem, file: name, text, at, line: lineOf(at) })
    }
    return hits
  })
}
