import { clash, excerpt, type GoalRule, isFirm, question } from './finding.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
// Only dates that can be read in one way: no 3/4/2026.
const date = String.raw`(\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?\.? ${month},? \d{4}|${month} \d{1,2}(?:st|nd|rd|th)?,? \d{4})`

const range = new RegExp(
  String.raw`\b(?:from|between|starting(?: on)?)\s+${date}\s+(?:to|until|till|and|through|up to|–|-)\s+${date}`,
  'gi',
)
// The work's own start: what a text is about may well begin after it is due.
const start = new RegExp(
  String.raw`(?:^(?:please )?(?:start|begin)|\b(?:start date|work (?:starts|begins)|(?:start|begin) work|do not start before|not to be started before))(?: is|:)?(?: on| from| not before)?\s*${date}`,
  'gi',
)
const deadline = new RegExp(
  String.raw`\b(?:deadline|due(?: date)?|finish(?:ed)?|deliver(?:ed|y)?|complete(?:d)?|done|submit(?:ted)?|ready|hand(?:ed)? in)(?: is|:)?(?: it| everything)?(?: by| on| before| no later than)?\s*${date}`,
  'gi',
)
// What is due before the work may start.
const forerunner =
  /\b(?:offers?|applications?|permits?|registrations?|tenders?|bids?|proposals?|quotes?|quotations?|budgets?|concepts?|contracts?|orders?|bookings?|invitations?|drafts?|deposits?)\b/i

/** Dates in the wrong order: a range that ends before it begins, a deadline before the start. */
export const dates: GoalRule = ({ sentences }) => {
  const firm = sentences.filter(isFirm)
  for (const sentence of firm)
    for (const match of sentence.matchAll(range)) {
      const [from, to] = [dayOf(match[1]), dayOf(match[2])]
      if (from !== null && to !== null && to < from)
        return [
          question('dates_exclude', `“${excerpt(match[0])}” ends before it begins. Which dates are meant?`, [
            excerpt(match[0]),
          ]),
        ]
    }
  const first = firm.flatMap((sentence) => [...sentence.matchAll(start)])[0]
  const last = firm
    .filter((sentence) => !forerunner.test(sentence))
    .flatMap((sentence) => [...sentence.matchAll(deadline)])[0]
  const [from, to] = [dayOf(first?.[1]), dayOf(last?.[1])]
  if (!first || !last || from === null || to === null || to >= from) return []
  return [clash('dates_exclude', excerpt(first[0]), excerpt(last[0]))]
}

// Days in a calendar without gaps, for comparing.
function dayOf(written: string | undefined): number | null {
  if (!written) return null
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written)
  const year = Number(iso?.[1] ?? /\d{4}$/.exec(written)?.[0])
  const named = months.indexOf(/[a-z]{3}/i.exec(written)?.[0].toLowerCase() ?? '') + 1
  const inYear = iso ? Number(iso[2]) : named
  const day = Number(iso?.[3] ?? /\b\d{1,2}(?!\d)/.exec(written)?.[0])
  return inYear < 1 || inYear > 12 || day < 1 || day > 31 ? null : year * 372 + inYear * 31 + day
}
