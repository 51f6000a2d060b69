import { termsOf } from '../text/words.ts'
import { dates } from './dates.ts'
import { excerpt, type GoalDraft, type GoalFinding, type GoalRule, type Reading, remark } from './finding.ts'
import { counts, missingInputs, missingObject, placeholders } from './gaps.ts'
import { lengths } from './lengths.ts'
import { languages, opposites, topics } from './oppositions.ts'

const longest = 20_000

// Praise that everybody understands differently.
const vague = new Set(
  `good great nice beautiful pretty professional quality high best better perfect excellent amazing awesome appealing polished modern
  clean well written looks look looking engaging compelling solid decent appropriate suitable reasonable proper properly fine cool
  interesting impressive attractive world class possible satisfying satisfactory useful helpful feels feel overall really easy like
  top notch first rate elegant stylish catchy`.split(/\s+/),
)

const acceptance: GoalRule = ({ acceptance: criteria }) => {
  if (criteria.length === 0)
    return [
      remark(
        'acceptance_missing',
        'Nothing says when it is done: results are judged by their form and by who reviews them.',
      ),
    ]
  const unclear = criteria.filter((criterion) => {
    const terms = termsOf(criterion)
    return !/\d|["“”]/.test(criterion) && terms.every((term) => vague.has(term))
  })
  return unclear.map((criterion) =>
    remark('acceptance_vague', `“${excerpt(criterion)}” means something else to everybody: say how one would see it.`, [
      excerpt(criterion),
    ]),
  )
}

const rules: readonly GoalRule[] = [
  lengths,
  opposites,
  languages,
  dates,
  topics,
  missingInputs,
  placeholders,
  missingObject,
  counts,
  acceptance,
]

/** What a person should be asked or told about a goal before work starts: contradictions, gaps, and what cannot be judged. */
export function lintGoal(goal: GoalDraft): GoalFinding[] {
  const brief = goal.brief.slice(0, longest)
  const criteria = (goal.acceptance ?? []).map((criterion) => criterion.trim()).filter(Boolean)
  const texts = [goal.title, brief, ...criteria]
  const reading: Reading = {
    title: goal.title,
    brief,
    acceptance: criteria,
    whole: texts.join('\n'),
    sentences: texts.flatMap(sentencesOf),
    inputs: goal.inputs?.length ?? 0,
    items: goal.items?.length ?? 0,
    limits: goal.limits ?? {},
  }
  return rules.flatMap((rule) => rule(reading))
}

// A full stop inside a number or an abbreviation ends nothing.
const sentencesOf = (text: string) =>
  text
    .split(/(?<=[.!?;])(?<!\b(?:e\.g|i\.e|etc|max|min|approx|no|vs)\.)\s+|\n+/i)
    .map((sentence) => sentence.trim())
    .filter(Boolean)
