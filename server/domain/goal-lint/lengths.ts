import { clash, excerpt, type GoalRule, isFirm, question } from './finding.ts'

const spelled: Readonly<Record<string, number>> = {
  one: 1,
  a: 1,
  an: 1,
  single: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
}
const number = String.raw`(\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+|\d{1,7}k?|one|single|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty)`
const unit =
  '(words?|pages?|sentences?|paragraphs?|bullet points?|bullets|points|slides?|characters?|chars|lines?|rows?|chapters?|sections?)'
const most =
  '(?:at most|no more than|not more than|no longer than|not longer than|up to|(?:a )?maximum(?: of)?|max\\.?|under|fewer than|less than|below|not be (?:longer|more|higher|larger) than|not exceed(?:ing)?|within|(?:not |never )go over)'
const least =
  '(?:at least|no fewer than|no less than|not less than|(?:a )?minimum(?: of)?|min\\.?|more than|longer than|no shorter than|not be (?:shorter|less|fewer) than|over)'
const filler = String.raw`(?:\s+(?:about|around|roughly|approximately|exactly|only|just))?`

type Bound = {
  unit: string
  min: number
  max: number
  quote: string
  /** The sentence it stands in, and where in it. */
  sentence: string
  from: number
  to: number
  /** What has this length, where it is said: “the summary”. */
  of: string | null
}

const about = (n: number) => ({ min: n * 0.6, max: n * 1.5 })
const rules: readonly {
  pattern: RegExp
  bound: (n: number, m: number) => { min: number; max: number }
  pair?: true
}[] = [
  {
    pattern: new RegExp(String.raw`\bbetween\s+${number}\s+and\s+${number}\s+${unit}\b`, 'gi'),
    bound: (n, m) => ({ min: n, max: m }),
    pair: true,
  },
  {
    pattern: new RegExp(
      String.raw`\b${least}\s+${number}(?:\s+${unit})?\s+(?:and|but)\s+${most}\s+${number}\s+${unit}\b`,
      'gi',
    ),
    bound: (n, m) => ({ min: n, max: m }),
    pair: true,
  },
  {
    pattern: new RegExp(String.raw`(?<!no |not |never )\b${most}\s+${number}[\s-]+${unit}\b`, 'gi'),
    bound: (n) => ({ min: 0, max: n }),
  },
  {
    pattern: new RegExp(String.raw`(?<!no |not |never |go )\b${least}\s+${number}[\s-]+${unit}\b`, 'gi'),
    bound: (n) => ({ min: n, max: Number.POSITIVE_INFINITY }),
  },
  { pattern: new RegExp(String.raw`\bexactly\s+${number}\s+${unit}\b`, 'gi'), bound: (n) => ({ min: n, max: n }) },
  {
    pattern: new RegExp(
      String.raw`\b(?:write|draft|produce|create|prepare|deliver|make|give|need|want)(?:\s+(?:me|us))?\s+(?:a|an)\s+(?:[a-z]+\s+){0,2}?${number}[- ]${unit}\b`,
      'gi',
    ),
    bound: about,
  },
  {
    pattern: new RegExp(String.raw`\b(?:in|on|to|fits? on|fit on)${filler}\s+${number}\s+${unit}\b(?!\s+of\b)`, 'gi'),
    bound: about,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:length|word count|size)\s*(?::|is|=|of)\s*(?:about\s+)?${number}\s*${unit}\b`,
      'gi',
    ),
    bound: about,
  },
]

// A part of the work, or the material it is made from, has a length of its own.
const scoped =
  /\b(?:each|every|per|apiece|introductions?|intro|abstract|titles?|headlines?|subject lines?|appendix|appendices|conclusions?|executive summary|captions?|quotes?|quotations?|teasers?|tweets?|posts?|meta|footnotes?|outline|examples?|(?:first|second|last|opening|closing)(?= [a-z])|tl;?dr|short version|long version|versions?)\b/i
// “Answers under 60 words” is a length for each of them.
const ofMany = new RegExp(
  String.raw`\b(?!(?:needs|has|is|was|runs|takes|gets|us|this|words|pages)\b)[a-z]{3,}s(?:\s+(?:are|of|with|must|should|have|be|to)){0,3}\s+(?:${most}|${least})\s+\d`,
  'i',
)
const material =
  /\b(?:attached|inputs?|originals?|sources? (?:is|are|has|have)|transcripts?|interviews?|(?:article|document|report|text|paper|book|file|notes?) (?:is|are|has|have|contains?|runs?)|which (?:is|has|are|have)|that (?:is|has|are|have)|(?<!\b(?:must|should|shall|will|to|may|can) )contains?|currently|so far|last year|already|had|was|were)\b/i

/** Lengths that exclude each other: at most 500 words and at least 1,000; one page and 5,000 words. */
export const lengths: GoalRule = ({ sentences }) => {
  const bounds = sentences.filter(isFirm).flatMap(boundsIn)
  const turned = bounds.find((bound) => bound.min > bound.max)
  if (turned)
    return [
      question(
        'lengths_exclude',
        `“${turned.quote}” cannot be met: the lower bound is above the upper one. Which length is meant?`,
        [turned.quote],
      ),
    ]
  for (const [at, one] of bounds.entries())
    for (const other of bounds.slice(at + 1)) {
      if (one.quote === other.quote || ofDifferentThings(one, other)) continue
      const [a, b] = alike(one, other)
      if (a.min > b.max || b.min > a.max) return [clash('lengths_exclude', one.quote, other.quote)]
    }
  return []
}

function boundsIn(sentence: string): Bound[] {
  if (scoped.test(sentence) || material.test(sentence) || ofMany.test(sentence)) return []
  const taken: [number, number][] = []
  return rules.flatMap(({ pattern, bound, pair }) =>
    [...sentence.matchAll(pattern)].flatMap((match) => {
      const end = match.index + match[0].length
      if (taken.some(([from, to]) => match.index < to && end > from)) return []
      const found = numbersOf(match.slice(1))
      const [n = 0, m = 0] = found
      if (found.length === 0 || (pair && found.length < 2)) return []
      taken.push([match.index, end])
      return [
        {
          ...{ unit: unitOf(match), ...bound(n, m), quote: excerpt(match[0]) },
          ...{ sentence, from: match.index, to: end, of: subjectBefore(sentence.slice(0, match.index)) },
        },
      ]
    }),
  )
}

// Two things with a length each: “the summary … , the description …”, or one sentence that gives a length for here and one for there.
function ofDifferentThings(one: Bound, other: Bound): boolean {
  const [a, b] = [partNamed(one.sentence), partNamed(other.sentence)]
  if (a !== b) return true
  if (one.of !== null && other.of !== null && one.of !== other.of && !/^(?:it|this|that)$/.test(`${one.of}${other.of}`))
    return !isWhole(one.of) || !isWhole(other.of)
  if (one.sentence !== other.sentence) return false
  const [first, second] = one.from < other.from ? [one, other] : [other, one]
  return /\p{L}{3,}/u.test(
    one.sentence.slice(first.to, second.from).replace(/\b(?:and|but|please|also|yet|with|not)\b/gi, ''),
  )
}

// The whole of the work has many names; its parts are other things.
const isWhole = (name: string) =>
  /^(?:it|this|that|text|report|document|note|guide|article|piece|work|letter|paper|essay|brief|result|handbook|deliverable|whole|deck|list|page|site)$/.test(
    name,
  )

// “Home page: no more than 80 words” speaks of a part.
function partNamed(sentence: string): string | null {
  const name = /^(?:[-*•]\s*)?([A-Z][A-Za-z’' -]{1,40}):\s/.exec(sentence)?.[1]?.toLowerCase() ?? null
  return name === null ||
    /\b(?:length|size|limits?|words?|pages?|notes?|important|please|format|scope|rules?|style|tone|criteria|requirements?)\b/.test(
      name,
    ) ||
    name.split(/\s+/).some(isWhole)
    ? null
    : name
}

function subjectBefore(words: string): string | null {
  const said =
    /\b(?:the|its|your|our|this)\s+(?:[a-z-]+\s+)??([a-z-]+)(?:\s+itself)?\s+(?:has|have|is|are|needs?|must|should|may|can|will|takes?|gets?|fits?)(?:\s+(?:to|be|have|not|contain|a))*\s*$|\b(it)\s+(?:has|is|needs|must|should|may|can|will)(?:\s+(?:to|be|have|not|contain|a))*\s*$|,\s+the\s+(?:[a-z-]+\s+)??([a-z-]+)\s+an?\s*$/i.exec(
      words,
    )
  return (said?.[1] ?? said?.[2] ?? said?.[3])?.toLowerCase() ?? null
}

const numbersOf = (groups: readonly (string | undefined)[]) =>
  groups.flatMap((group) => {
    if (group === undefined) return []
    const plain = group.toLowerCase()
    if (Object.hasOwn(spelled, plain)) return [spelled[plain] ?? 0]
    const digits = plain.replace(/[,.]/g, '')
    return /^\d+k?$/.test(digits) ? [digits.endsWith('k') ? Number(digits.slice(0, -1)) * 1000 : Number(digits)] : []
  })

function unitOf(match: RegExpMatchArray): string {
  const written =
    match
      .slice(1)
      .findLast(
        (group) =>
          group !== undefined &&
          /[a-z]/i.test(group) &&
          !Object.hasOwn(spelled, group.toLowerCase()) &&
          !/^\d/.test(group),
      ) ?? ''
  const plain = written.toLowerCase().replace(/s$/, '')
  return plain === 'char' ? 'character' : /bullet|point/.test(plain) ? 'point' : plain
}

// Words for which one unit stands at the least and at the most; far apart, so that only plain nonsense is found.
const inWords: Readonly<Record<string, [number, number]>> = {
  word: [1, 1],
  page: [120, 1000],
  sentence: [2, 80],
  paragraph: [10, 500],
  character: [0.08, 0.5],
}

function alike(one: Bound, other: Bound): [Bound, Bound] {
  if (one.unit === other.unit) return [one, other]
  return [wordsOf(one), wordsOf(other)]
}

// What is counted in other things cannot be compared: nothing excludes it.
function wordsOf(bound: Bound): Bound {
  const [low, high] = inWords[bound.unit] ?? [0, Number.POSITIVE_INFINITY]
  return { ...bound, min: bound.min * low, max: bound.max * high || Number.POSITIVE_INFINITY }
}
