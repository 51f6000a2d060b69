import { inBase, scaleNamed, secondsOf, type Unit, unitNamed } from './units.ts'

/** A number of a sentence with its unit, in base units, and how exactly it was written. */
export type Quantity = {
  value: number
  /** What its unit measures: `length`, `percent`, `money:EUR`, `count`; with `/time` or `/word` behind for a rate. */
  dimension: string
  /** The same number before it was divided by the time of its rate. */
  raw: number
  /** What was written, without unit: equal figures with different units are a slip, not two facts. */
  figure: number
  /** Half of the last digit written, or what "about" allows; base units. */
  tolerance: number
  bound: 'least' | 'most' | null
  /** The upper end of a range like "4 to 6". */
  upper: number | null
  role: 'from' | 'to' | 'by' | null
  written: string
  at: number
  end: number
}

const smallNumbers =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )
const wordNumbers = new Map<string, number>([
  ...smallNumbers.map((word, index) => [word, index + 1] as const),
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
  ['sixty', 60],
  ['seventy', 70],
  ['eighty', 80],
  ['ninety', 90],
  ['dozen', 12],
])
const fractions = new Map([
  ['half', 50],
  ['third', 100 / 3],
  ['quarter', 25],
  ['fifth', 20],
  ['tenth', 10],
])

const percent = unitNamed('%')
const multiples: Unit = { dimension: 'times', factor: 1 }

const digits = String.raw`\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,5}|\d{1,15}`
const unitForm = String.raw`[%€$£¥℃℉]|°[CF]|(?:square|cubic|percentage|per|degrees?)[ _]\p{L}{3,12}|[\p{L}]{1,12}(?:\/[hs](?!\p{L}))?[²³]?|m[23](?!\d)`
const numeric = new RegExp(
  String.raw`(?<![\p{L}\p{N}_]|[\d,.][.,])(?<sign>[-−](?=\d))?(?<money>US\$|[€$£¥₹]|(?:EUR|USD|GBP|CHF|NOK|JPY) )? ?(?<whole>${digits})(?<part>\.\d{1,12})?(?:(?: ?(?:-|–|to|or) ?)(?<upper>${digits})(?<upperPart>\.\d{1,12})?)?(?<scale>(?:k|bn|b|mn|m)(?![\p{L}\p{N}/²³])|[ -](?:thousand|million|billion|trillion|hundred|bn|mn)(?!\p{L}))?(?:[ \u00a0\u202f-]?(?<unit>${unitForm}))?`,
  'gu',
)
const worded = new RegExp(
  String.raw`(?<![\p{L}-])(?<word>${[...wordNumbers.keys()].join('|')})(?<half> and a half)?(?<scale>[ -](?:hundred|thousand|million|billion))?[ -](?<unit>${unitForm})`,
  'giu',
)
const share =
  /\b(?:(?<times>one|two|three|four|a) )?(?<part>half|third|quarter|fifth|tenth)s?(?= (?:of|the|all)\b)|\b(?<one>one|two|three) in (?<of>three|four|five|ten)\b/gi
const multiple = /\b(?:(twice|double)|(three|four|five|ten) times)\b/gi

const labels =
  /\b(?:unit|line|version|model|phase|chapter|section|part|figure|table|route|type|class|group|level|step|stage|grade|tier|no\.|page|room|gate|platform|article|appendix|release|building|terminal|block|zone|site|mark)[ -]?$/i
const approximate =
  /\b(?:about|around|roughly|approximately|approx\.?|some|nearly|almost|just (?:under|over|below|above)|circa|ca\.|close to|an estimated|of the order of)\s*$|[~≈]\s*$/i
const least =
  /\b(?:at least|more than|over|above|no (?:less|fewer) than|minimum of|exceed(?:s|ed|ing)|not less than)\s*$/i
const most =
  /\b(?:at most|up to|under|below|less than|fewer than|no more than|not more than|maximum of|not exceed(?:ing)?)\s*$/i
const changed =
  /\b(?:rose|rises?|risen|rising|grew|grow[sn]?|growing|climb\w*|increas\w+|gained|fell|falls?|fallen|falling|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|up|down|reduced|cut)\s*$/i

/** Every quantity of a sentence, in order. `taken`: ranges (dates) whose digits are no quantities. */
export function quantitiesIn(sentence: string, taken: readonly { at: number; end: number }[] = []): Quantity[] {
  const text = taken.reduce(blank, sentence)
  const found: Quantity[] = []
  for (const match of text.matchAll(numeric)) {
    const quantity = fromDigits(text, match.index, match[0], match.groups ?? {})
    if (quantity) found.push(quantity)
  }
  found.push(...fromWords(found.reduce(blank, text)))
  return found.sort((a, b) => a.at - b.at)
}

const blank = (text: string, { at, end }: { at: number; end: number }) =>
  text.slice(0, at) + '·'.repeat(end - at) + text.slice(end)

type Groups = { [name: string]: string | undefined }

function fromDigits(text: string, at: number, matched: string, groups: Groups): Quantity | null {
  const { sign, money, whole = '', part = '', upper, upperPart = '', scale: scaleWord, unit: unitWord } = groups
  if (/^(?:st|nd|rd|th)$/.test(unitWord ?? '') && !matched.endsWith(` ${unitWord}`)) return null
  const before = text.slice(Math.max(0, at - 40), at)
  if (/\bper $/.test(before)) return null
  const named = unitWord === undefined ? null : unitNamed(unitWord)
  if (!named && !money && labels.test(before)) return null
  // A bare "m" is a metre, with a currency a million.
  const metre = scaleWord === 'm' && !money ? unitNamed('m') : null
  const scale = metre || scaleWord === undefined ? 1 : (scaleNamed(scaleWord.replace(/[ -]/, '')) ?? 1)
  const unit = (money && unitNamed(money.trim())) || metre || named
  const read = (integer: string, decimals: string) => Number(integer.replace(/[^\d]/g, '') + decimals) * scale
  const figure = read(whole, part) * (sign ? -1 : 1)
  // The unit of money may stand behind the scale as well ("12 million euros"); any other word behind is what is counted.
  const length = named || unitWord === undefined ? matched.length : matched.length - unitWord.length
  const end = at + text.slice(at, at + length).trimEnd().length
  return finish(text, {
    figure,
    half: halfDigit(whole, part, scale),
    unit,
    upper: upper === undefined ? null : read(upper, upperPart),
    at: at + (/^\s*/.exec(matched)?.[0].length ?? 0),
    end,
  })
}

const wordValue = (word = 'one') => wordNumbers.get(word.toLowerCase()) ?? 1

// Each takes the text with the numbers found so far blanked out: "two thirds" is not two of something.
function fromWords(text: string): Quantity[] {
  const shares = [...text.matchAll(share)].map((match) => fromShare(text, match))
  const rest = shares.reduce(blank, text)
  const multiples = [...rest.matchAll(multiple)].map((match) => fromMultiple(rest, match))
  const counts = [...rest.matchAll(worded)].flatMap((match) => fromWord(rest, match) ?? [])
  return [...shares, ...multiples, ...counts]
}

function fromShare(text: string, { index: at, groups = {}, 0: written }: RegExpMatchArray): Quantity {
  const part = fractions.get((groups.part ?? '').toLowerCase())
  const figure =
    part === undefined ? (100 * wordValue(groups.one)) / wordValue(groups.of) : part * shareTimes(groups.times)
  return finish(text, { figure, half: 1, unit: percent, upper: null, at: at ?? 0, end: (at ?? 0) + written.length })
}

const shareTimes = (word = 'one') => (word.toLowerCase() === 'a' ? 1 : wordValue(word))

function fromMultiple(text: string, { index: at = 0, 1: twice, 2: word, 0: written }: RegExpMatchArray): Quantity {
  const figure = twice ? 2 : wordValue(word)
  return finish(text, { figure, half: 0.1, unit: multiples, upper: null, at, end: at + written.length })
}

function fromWord(text: string, { index: at = 0, groups = {}, 0: written }: RegExpMatchArray): Quantity | null {
  const counted = groups.unit ?? ''
  const unit = unitNamed(counted)
  if (counted.toLowerCase() === 'times' || (groups.word?.toLowerCase() === 'one' && !unit)) return null
  const scale = scaleNamed(groups.scale?.slice(1) ?? '') ?? 1
  const figure = (wordValue(groups.word) + (groups.half ? 0.5 : 0)) * scale
  const half = groups.half ? 0.25 : 0.5 * Math.min(scale, 10)
  const end = at + written.length - (unit ? 0 : counted.length + 1)
  return finish(text, { figure, half, unit, upper: null, at, end })
}

// Trailing zeros of a whole number may be rounding: believed up to 1 % of it, 5 % behind a word like million.
function halfDigit(whole: string, part: string, scale: number): number {
  if (part) return 0.5 * 10 ** -(part.length - 1) * scale
  const value = Number(whole.replace(/[^\d]/g, '')) * scale
  const zeros = /0*$/.exec(whole.replace(/[^\d]/g, ''))?.[0].length ?? 0
  if (scale > 1) return Math.min(0.5 * scale, value * 0.05)
  return Math.max(0.5, Math.min(0.5 * 10 ** zeros, value * 0.01))
}

type Reading = { figure: number; half: number; unit: Unit | null; upper: number | null; at: number; end: number }

function finish(text: string, { figure, half, unit, upper, at, end }: Reading): Quantity {
  const before = text.slice(Math.max(0, at - 40), at)
  const after = text.slice(end, end + 40)
  const about = approximate.test(before) || /^\s*or so\b/.test(after)
  const loose = about ? Math.max(half, Math.abs(figure) * (figure % 10 === 0 ? 0.1 : 0.05)) : half
  const rate = rateOf(after) ?? (unit?.dimension === 'time' ? null : wideRate(text))
  const base = (value: number) => (unit ? inBase(value, unit) : value)
  const size = unit && unit.shift === undefined ? unit.factor : (unit?.factor ?? 1)
  const divide = rate?.seconds ?? 1
  return {
    value: base(figure) / divide,
    raw: base(figure),
    figure,
    dimension: (unit?.dimension ?? 'count') + (rate ? `/${rate.per}` : ''),
    tolerance: (loose * size) / divide,
    upper: upper === null ? null : base(upper) / divide,
    bound: least.test(before) ? 'least' : most.test(before) ? 'most' : null,
    role: roleOf(before, after),
    written: text.slice(at, end),
    at,
    end,
  }
}

function roleOf(before: string, after: string): Quantity['role'] {
  const bare = before.replace(approximate, '').replace(least, '').replace(most, '')
  const word = /\b(from|to|by)\s+$/i.exec(bare)?.[1]?.toLowerCase()
  if (word === 'from' || word === 'to' || word === 'by') return word
  if (changed.test(bare)) return 'by'
  return /^\s*(?:growth|increase|decrease|rise|decline|drop|cut)\b/i.test(after) ? 'by' : null
}

// "Each day", "every year" elsewhere in the sentence.
function wideRate(text: string): { per: string; seconds: number } | null {
  const seconds = secondsOf(/\b(?:each|every|per) (\p{L}+)/iu.exec(text)?.[1] ?? '')
  return seconds === null ? null : { per: 'time', seconds }
}

// "per month", "a day", "/ year", "per barrel", with at most two words in between ("600 requests per minute").
function rateOf(after: string): { per: string; seconds: number } | null {
  const match = /^(?:\s?\p{L}+){0,2}?\s*(?:(\bper|\/)\s?|(\ban?|\beach|\bevery)\s)(\d+ )?(\p{L}+)/iu.exec(after)
  if (!match) return null
  const [, per, , count = '', word = ''] = match
  const seconds = count ? null : secondsOf(word)
  if (seconds !== null) return { per: 'time', seconds }
  return per && !/^cent$/i.test(word) ? { per: count + word.toLowerCase(), seconds: 1 } : null
}

/** Whether two quantities state the same value as far as they were written; null when they cannot be compared. */
export function sameQuantity(a: Quantity, b: Quantity): boolean | null {
  const [left, right] = a.dimension === b.dimension ? [a.value, b.value] : [a.raw, b.raw]
  if (a.dimension !== b.dimension && a.dimension.replace('/time', '') !== b.dimension.replace('/time', '')) {
    const money = a.dimension.startsWith('money:') && b.dimension.startsWith('money:')
    const points = /^(?:percent|points)$/.test(a.dimension) && /^(?:percent|points)$/.test(b.dimension)
    return (money || points) && a.figure === b.figure ? false : null
  }
  const near = within(left, right, a, b)
  if (a.dimension !== b.dimension) return near ? true : null
  if (a.upper !== null || b.upper !== null) {
    const slack = Math.max(a.tolerance, b.tolerance)
    return left <= (b.upper ?? right) + slack && right <= (a.upper ?? left) + slack
  }
  if (near || a.bound === b.bound) return near
  return oneBound(a.bound ? a : b, a.bound ? b : a)
}

function within(left: number, right: number, a: Quantity, b: Quantity): boolean {
  const coarser = Math.max(a.tolerance, b.tolerance)
  return Math.abs(left - right) <= coarser * (1 + 1e-9) + Math.abs(left) * 1e-9
}

// "more than 600" says little of 900, but 500 is against it.
function oneBound(bounded: Quantity, other: Quantity): boolean | null {
  if (other.bound) return null
  const beyond = bounded.bound === 'least' ? other.value - bounded.value : bounded.value - other.value
  if (beyond < -Math.max(bounded.tolerance, other.tolerance)) return false
  return beyond <= Math.abs(bounded.value) * 0.2 ? true : null
}
