import { describe, expect, it } from 'vitest'
import type { GoalDraft } from './finding.ts'
import heldOut from './held-out-goals.json'
import labelled from './labelled-goals.json'
import { lintGoal } from './lint-goal.ts'
import tuning from './tuning-goals.json'

type Labelled = {
  title: string
  brief: string
  acceptance?: string[]
  inputs?: string[]
  items?: number
  steps?: number
  code?: string
}

const asked: readonly Labelled[] = labelled.asked
const fine: readonly Labelled[] = labelled.fine
const goalOf = ({ title, brief, acceptance, inputs, items, steps }: Labelled): GoalDraft => ({
  title,
  brief,
  acceptance,
  inputs: inputs?.map((name) => ({ name })),
  items: Array.from({ length: items ?? 0 }, (_, at) => `item ${at}`),
  limits: { steps },
})
const questionsOn = (goal: Labelled) => lintGoal(goalOf(goal)).filter((finding) => finding.severity === 'question')
/** Questions that are right, of all that are asked; flawed goals whose flaw is asked about, of all. */
function measure(flawed: readonly Labelled[], sound: readonly Labelled[]) {
  const right = flawed.filter((goal) => questionsOn(goal).some((finding) => finding.code === goal.code)).length
  const given = [...flawed, ...sound].flatMap(questionsOn).length
  return { precision: right / given, recall: right / flawed.length }
}
const draft = (brief: string, acceptance: string[] = []): GoalDraft => ({ title: 'Tea', brief, acceptance })

describe('questions about goals', () => {
  it.each(asked)('F89 $code: “$brief” is asked back before work starts', (goal) => {
    const found = questionsOn(goal)
    expect(found.map((finding) => finding.code)).toContain(goal.code)
    for (const finding of found) {
      expect(finding.text).toMatch(/\?$/)
      const whole = [goal.title, goal.brief, ...(goal.acceptance ?? [])].join('\n').replace(/\s+/g, ' ')
      if (finding.code !== 'limits_exclude') for (const quote of finding.quotes) expect(whole).toContain(quote)
    }
  })

  it.each(fine)('“$brief” is asked nothing', (goal) => expect(questionsOn(goal)).toEqual([]))

  it('of the labelled goals at least 95 of 100 questions are right, and 90 of 100 flaws are found', () => {
    expect(asked.length + fine.length).toBeGreaterThanOrEqual(150)
    const { precision, recall } = measure(asked, fine)
    expect(precision).toBeGreaterThanOrEqual(0.95)
    expect(recall).toBeGreaterThanOrEqual(0.9)
  })

  // Longer goals as people write them, with numbers, dates, lists and negations, written before the rules were mended for
  // them. The first half was read while the rules were mended; of the second, 28 flawed and 30 sound ones, only these
  // figures were looked at: precision 1.00, recall 0.75. A false alarm holds up work, a miss is seen later: rules stay narrow.
  it.each([
    ['that the rules were tuned on', tuning, 0.97, 0.93],
    ['held out', heldOut, 0.95, 0.75],
  ])('of longer goals %s a question is right with %d and a flaw found with %d', (_, goals, precision, recall) => {
    const measured = measure(goals.asked, goals.fine)
    console.log(`precision ${measured.precision.toFixed(3)}, recall ${measured.recall.toFixed(3)}`)
    expect(measured.precision).toBeGreaterThanOrEqual(Number(precision))
    expect(measured.recall).toBeGreaterThanOrEqual(Number(recall))
  })

  it('says what contradicts what, in the goal’s own words', () => {
    expect(lintGoal(draft('At most 500 words.', ['At least 1,000 words']))[0]).toEqual({
      code: 'lengths_exclude',
      severity: 'question',
      text: 'It says “At most 500 words” and “At least 1,000 words”. Which one holds?',
      quotes: ['At most 500 words', 'At least 1,000 words'],
    })
  })
})

describe('notes about goals', () => {
  it('a goal without acceptance criteria gets a note, never a question', () => {
    expect(lintGoal(draft('Say hello'))).toMatchObject([{ code: 'acceptance_missing', severity: 'note', quotes: [] }])
  })

  it.each([
    'Good',
    'Looks nice',
    'High quality',
    'Professional and engaging',
    'A great, well written text',
    'As good as possible',
  ])('the criterion %j is vague', (criterion) =>
    expect(lintGoal(draft('Write.', [criterion]))).toMatchObject([
      { code: 'acceptance_vague', severity: 'note', quotes: [criterion] },
    ]),
  )

  it.each([
    'Names three good suppliers',
    'At most 2 nice pages',
    'Mentions “quality”',
    'Sources are listed',
    'Covers Bergen',
  ])('the criterion %j is not', (criterion) => expect(lintGoal(draft('Write.', [criterion]))).toEqual([]))

  it('a count that differs from what came is only noted', () => {
    const goal = { ...draft('Summarise these 10 articles.', ['One line each']), items: ['a', 'b', 'c'] }
    expect(lintGoal(goal)).toMatchObject([{ code: 'count_differs', severity: 'note', quotes: ['these 10 articles'] }])
  })
})

describe('long goals', () => {
  it.each([
    ['words', 'write '],
    ['numbers', '1,234 '],
    ['dots', '.'],
    ['brackets', '['],
    ['at most', 'at most 5 '],
    ['blanks', ' '],
    ['in', 'in in '],
    ['no', 'no tables '],
    ['asks', 'must cover a, '],
    ['these', 'summarise these '],
    ['marks', '{{ '],
  ])('S52 twenty thousand letters of %s are read at once', (_, piece) => {
    const from = process.cpuUsage()
    lintGoal(draft(piece.repeat(20_000 / piece.length), [piece.repeat(1000 / piece.length)]))
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(2000)
  })
})
