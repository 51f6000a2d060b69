import { headingsOf, plainTitle } from '../text/headings.ts'
import { countWords, termsOf } from '../text/words.ts'
import type { Material } from './check.ts'
import { quoted, textsOf } from './read-material.ts'

/** What could be measured of a criterion; `whole` when nothing of the criterion is left to judge. */
export type Measured = { ok: boolean; whole: boolean; detail: string }

type Rule = {
  pattern: RegExp
  measure: (match: RegExpExecArray, material: Material) => { ok: boolean; detail: string; partly?: true }
}

const number = String.raw`(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})`
const words = String.raw`["“'‘]([^"”'’\n]{1,200})["”'’]`
const least = `(?:at least|no fewer than|no less than|not less than|a minimum of|more than|over)`
const most = `(?:at most|no more than|not more than|a maximum of|up to|under|fewer than|less than|below)`

const rules: readonly Rule[] = [
  {
    pattern: new RegExp(`${least} ${number} words(?: long)?`, 'i'),
    measure: ([, n], material) => compareWords(material, toNumber(n), null),
  },
  {
    pattern: new RegExp(`${most} ${number} words(?: long)?`, 'i'),
    measure: ([, n], material) => compareWords(material, null, toNumber(n)),
  },
  {
    pattern: new RegExp(`between ${number} and ${number} words(?: long)?`, 'i'),
    measure: ([, from, to], material) => compareWords(material, toNumber(from), toNumber(to)),
  },
  {
    // Too few are a proven miss; enough of them still have to be good ones.
    pattern: new RegExp(`${least} ${number} (?:different |independent )?sources`, 'i'),
    measure: ([, n], { sources }) => {
      const given = new Set(sources.map((source) => source.inputId ?? source.versionId ?? source.url)).size
      return { ok: given >= toNumber(n), detail: `${given} different sources are cited.`, partly: true }
    },
  },
  {
    pattern: new RegExp(
      `(?:does not|do not|must not|never|without|no) (?:mention(?:ing)?|nam(?:e|ing)|contain(?:ing)?)(?: of)? (?:the (?:words?|phrase|name) )?${words}`,
      'i',
    ),
    measure: ([, phrase = ''], material) => {
      const where = holderOf(material, phrase)
      return {
        ok: !where,
        detail: where ? `${quoted(phrase)} stands in ${quoted(where)}.` : `${quoted(phrase)} stands nowhere.`,
      }
    },
  },
  {
    pattern: new RegExp(
      `(?:an? )?(?:section|heading|chapter) (?:called |named |titled |on )?${words}|${words} section`,
      'i',
    ),
    measure: ([, before, after], material) => {
      const title = before ?? after ?? ''
      const all = textsOf(material).flatMap(({ text, mediaType }) => headingsOf(text, mediaType))
      const ok = all.some((heading) => plainTitle(heading.title) === plainTitle(title) && heading.body !== '')
      return {
        ok,
        detail: ok ? `The section ${quoted(title)} is there and filled.` : `No filled section ${quoted(title)}.`,
      }
    },
  },
  {
    pattern: new RegExp(`(?:mentions?|names?|contains?|includes?) (?:the (?:words?|phrase|name) )?${words}`, 'i'),
    measure: ([, phrase = ''], material) => {
      const where = holderOf(material, phrase)
      return {
        ok: where !== null,
        detail: where ? `${quoted(phrase)} stands in ${quoted(where)}.` : `${quoted(phrase)} stands nowhere.`,
      }
    },
  },
]

/** Measures what of a criterion can be measured without understanding it: lengths, named sections and phrases, source counts. */
export function measure(criterion: string, material: Material): Measured | null {
  const text = criterion.slice(0, 1000)
  for (const { pattern, measure: by } of rules) {
    const match = pattern.exec(text)
    if (!match) continue
    const before = text.slice(0, match.index)
    // "should not be under 500 words" says the opposite of what the pattern reads.
    if (/\b(?:not|never|no|avoid|without|n't|unless|if)\b/i.test(before)) return null
    const { ok, detail, partly } = by(match, material)
    const rest = `${before} ${text.slice(match.index + match[0].length)}`
    return { ok, detail, whole: !partly && termsOf(rest).length === 0 }
  }
  return null
}

function compareWords(material: Material, min: number | null, max: number | null) {
  const total = textsOf(material).reduce((sum, { text }) => sum + countWords(text), 0)
  return {
    ok: total >= (min ?? 0) && total <= (max ?? Number.POSITIVE_INFINITY),
    detail: `The text has ${total.toLocaleString('en')} words.`,
  }
}

function holderOf(material: Material, phrase: string): string | null {
  const wanted = phrase.toLowerCase()
  return textsOf(material).find(({ text }) => text.toLowerCase().includes(wanted))?.name ?? null
}

const toNumber = (written: string | undefined) => Number((written ?? '').replaceAll(',', ''))
