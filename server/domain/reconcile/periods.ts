/**
 * A stretch of time as a text names it, both ends included. Calendar and yearless: days (yearless without a year);
 * weekday: 1 to 7; clock: minutes after midnight.
 */
export type Period = {
  kind: 'calendar' | 'yearless' | 'weekday' | 'clock'
  from: number
  to: number
  /** The word in front that bounds it. */
  relation: 'before' | 'after' | null
  /** Whether it is what the sentence says of its subject ("the wettest month is July"). */
  stated: boolean
  written: string
  at: number
  end: number
}

// In front of a year; a bare number of four digits with a word behind it is a count.
const timely =
  "\\b(?:[Ii]n|[Ss]ince|[Oo]f|[Bb]y|[Ff]rom|until|to|[Bb]efore|[Aa]fter|[Dd]uring|[Aa]round|[Bb]etween|and|[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur|early|mid|late|[Ff]iscal|[Yy]ear|[Ff]or|[’']s) "
const notYears =
  'percent|km|kg|m|mm|cm|g|t|l|ml|MW|kW|rpm|by \\d|tonnes?|met(?:re|er)s?|kilomet(?:re|er)s?|lit(?:re|er)s?|people|euros?|dollars?|employees|units|hours|days|pieces|mi|miles|feet|ft|lb|pounds'

type Span = Pick<Period, 'kind' | 'from' | 'to'>

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month =
  '(Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)'
const year = '((?:1\\d|20)\\d\\d)'
const hasMonth = /Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec/
const hasYear = /1\d\d\d|20\d\d/
const dayNumber = '([0-3]?\\d)(?:st|nd|rd|th)?'
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const ordinals: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  '1st': 1,
  '2nd': 2,
  '3rd': 3,
  '4th': 4,
}

const dayOf = (y: number, m: number, d: number) => Math.round(Date.UTC(y, m, d) / 86_400_000)
const years = (from: number, to = from): Span => ({ kind: 'calendar', from: dayOf(from, 0, 1), to: dayOf(to, 11, 31) })
const monthsOf = (y: number, from: number, to = from): Span => ({
  kind: 'calendar',
  from: dayOf(y, from, 1),
  to: dayOf(y, to + 1, 0),
})
const yearlessMonths = (from: number, to = from): Span => ({ kind: 'yearless', from: from * 31, to: to * 31 + 30 })
const monthIndex = (name = '') => months.indexOf(name.slice(0, 3).toLowerCase())
const oneDay = (y: string | undefined, m: number, d: string | undefined): Span | null => {
  const day = Number(d)
  if (m < 0 || m > 11 || day < 1 || day > 31) return null
  if (y === undefined) return { kind: 'yearless', from: m * 31 + day - 1, to: m * 31 + day - 1 }
  const at = dayOf(Number(y), m, day)
  return { kind: 'calendar', from: at, to: at }
}

type Parts = readonly (string | undefined)[]
const maybeYear = (y: string | undefined, from: number, to = from) =>
  y === undefined ? yearlessMonths(from, to) : monthsOf(Number(y), from, to)

// The longer forms first: what one has taken, the next does not see.
const forms: readonly [RegExp, (parts: Parts) => Span | null][] = [
  [new RegExp(`\\b${year}-(\\d\\d)-(\\d\\d)\\b`, 'g'), ([, y, m, d]) => oneDay(y, Number(m) - 1, d)],
  [new RegExp(`\\b(\\d?\\d)\\.(\\d?\\d)\\.${year}\\b`, 'g'), ([, d, m, y]) => oneDay(y, Number(m) - 1, d)],
  [
    new RegExp(`\\b(?:between|from) ${month} (?:and|to|until) ${month}(?:,? ${year})?\\b`, 'g'),
    ([, a, b, y]) => maybeYear(y, monthIndex(a), monthIndex(b)),
  ],
  [
    new RegExp(`\\b${dayNumber}(?: of)? ${month}(?:,? ${year})?(?!\\p{L})`, 'gu'),
    ([, d, m, y]) => oneDay(y, monthIndex(m), d),
  ],
  [
    new RegExp(`\\b${month} ${dayNumber}(?:,? ${year})?(?![\\p{L}\\d])`, 'gu'),
    ([, m, d, y]) => oneDay(y, monthIndex(m), d),
  ],
  [new RegExp(`\\b${month}(?: of)?,? ${year}\\b`, 'g'), ([, m, y]) => monthsOf(Number(y), monthIndex(m))],
  [
    new RegExp(
      `\\b(?:(first|second|third|fourth|1st|2nd|3rd|4th) quarter|Q([1-4]))(?: of| in)?(?:[ /-]?${year})?\\b`,
      'gi',
    ),
    ([, word, digit, y]) => {
      const q = Number(digit ?? ordinals[(word ?? '').toLowerCase()]) - 1
      return maybeYear(y, q * 3, q * 3 + 2)
    },
  ],
  [
    new RegExp(`\\b(?:(first|second) half|H([12]))(?: of| in)? ?${year}\\b`, 'gi'),
    ([, word, digit, y]) => {
      const h = Number(digit ?? ordinals[(word ?? '').toLowerCase()]) - 1
      return monthsOf(Number(y), h * 6, h * 6 + 5)
    },
  ],
  [/\b(\d{1,2})(?:st|nd|rd|th)[ -]century\b/g, ([, c]) => years((Number(c) - 1) * 100, (Number(c) - 1) * 100 + 99)],
  [/\b((?:1\d|20)\d0)s\b/g, ([, y]) => years(Number(y), Number(y) + 9)],
  [
    new RegExp(`\\b(?:(?:between|from) )?${year} ?(?:-|–|and|to|until) ?${year}\\b`, 'g'),
    ([, a, b]) => (Number(a) < Number(b) ? years(Number(a), Number(b)) : null),
  ],
  [
    new RegExp(
      `(?<![\\d.,$€£¥\\p{L}-])(?:FY ?)?(?:(?<=${timely})${year}(?![\\d\\p{L}%]|[.,]\\d|-\\p{L}| ?(?:%|°|${notYears})(?!\\p{L}))|${year}(?![\\d\\p{L}%]|[.,]\\d|-\\p{L}| ?[%°]| by \\d| (?!(?:with|when|and|or|was|were|is|are|to|in|at|but|as|by|on|for|than|that|which|had|has)\\b)\\p{Ll}))`,
      'gu',
    ),
    ([, y, bare]) => years(Number(y ?? bare)),
  ],
  [/\b([01]?\d|2[0-3]):([0-5]\d)\b(?: ?(am|pm))?/g, ([, h, m, half]) => clock(Number(h), Number(m), half)],
  [/\b(1[0-2]|[1-9]) ?(am|pm)\b/g, ([, h, half]) => clock(Number(h), 0, half)],
  [
    /\b(Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)days?\b/g,
    ([, name = '']) => {
      const day = weekdays.indexOf(name.slice(0, 3).toLowerCase()) + 1
      return { kind: 'weekday', from: day, to: day }
    },
  ],
  [
    /\b(January|February|March|April|June|July|August|September|October|November|December)\b|(?<=\b(?:[Ii]n|is|was|[Bb]y|[Ss]ince|until|[Oo]f|during|early|late|each|every|last|next) )(May)\b/g,
    ([, name, may]) => yearlessMonths(monthIndex(name ?? may)),
  ],
]

function clock(hours: number, minutes: number, half: string | undefined): Span {
  const at = ((half === undefined ? hours : (hours % 12) + (half === 'pm' ? 12 : 0)) * 60 + minutes) % 1440
  return { kind: 'clock', from: at, to: at }
}

/** Every date, period, weekday and time of day that a sentence names, in order; what cannot be read is left out. */
export function periodsIn(sentence: string): Period[] {
  if (!/\d|day|[JFMASOND][aepuco]/.test(sentence)) return []
  const found: Period[] = []
  let rest = sentence
  const numbered = /\d|[Qq]uarter|half/.test(sentence)
  const dated = hasMonth.test(sentence)
  const annual = hasYear.test(sentence)
  for (const [pattern, read] of forms) {
    const { source } = pattern
    // What a form cannot do without is looked for once.
    if (source.includes(month) ? !dated : source.includes('\\d') && !numbered) continue
    if (!annual && source.includes(year) && !source.includes(`${year})?`) && !source.includes('quarter')) continue
    for (const match of rest.matchAll(pattern)) {
      const span = read(match)
      if (!span) continue
      const end = match.index + match[0].length
      const before = sentence.slice(Math.max(0, match.index - 24), match.index)
      found.push({ ...span, ...relationOf(before), written: match[0], at: match.index, end })
      rest = rest.slice(0, match.index) + '·'.repeat(match[0].length) + rest.slice(end)
    }
  }
  return found.sort((a, b) => a.at - b.at)
}

function relationOf(before: string): Pick<Period, 'relation' | 'stated'> {
  const relation = /\b(?:before|prior to)\s+(?:the\s+)?$/i.test(before)
    ? ('before' as const)
    : /\bafter\s+(?:the\s+)?$/i.test(before)
      ? ('after' as const)
      : null
  return { relation, stated: /\b(?:is|was|are|were|be)\s+(?:in\s+|on\s+)?$|:\s*$/i.test(before) }
}

/** Whether two periods name the same time, one of them perhaps more exactly; null when they cannot be compared. */
export function samePeriod(
  a: Pick<Period, 'kind' | 'from' | 'to'>,
  b: Pick<Period, 'kind' | 'from' | 'to'>,
): boolean | null {
  if (a.kind !== b.kind) return null
  return (a.from >= b.from && a.to <= b.to) || (b.from >= a.from && b.to <= a.to)
}
