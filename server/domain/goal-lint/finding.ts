/** What is asked of the coordinator, as far as a goal's form holds it. */
export type GoalDraft = {
  title: string
  brief: string
  acceptance?: readonly string[] | undefined
  inputs?: readonly { name: string }[] | undefined
  deliverable?: { kind: string; name: string } | null | undefined
  limits?:
    | {
        tokens?: number | null | undefined
        costUsd?: number | null | undefined
        wallSeconds?: number | null | undefined
        steps?: number | null | undefined
      }
    | null
    | undefined
  items?: readonly unknown[] | undefined
}

export type GoalFindingCode =
  | 'lengths_exclude'
  | 'formats_exclude'
  | 'sources_exclude'
  | 'languages_exclude'
  | 'dates_exclude'
  | 'topics_exclude'
  | 'limits_exclude'
  | 'input_missing'
  | 'placeholder_left'
  | 'object_missing'
  | 'count_differs'
  | 'acceptance_missing'
  | 'acceptance_vague'

/** One thing about a goal: a `question` is near certain and waits for a person, a `note` is only shown. */
export type GoalFinding = {
  code: GoalFindingCode
  severity: 'question' | 'note'
  /** One plain sentence or two; a question ends with one. */
  text: string
  /** The words of the goal that it rests on, as they are written. */
  quotes: string[]
}

/** What every rule reads: the goal's texts as sentences, and what came with it. */
export type Reading = {
  sentences: readonly string[]
  whole: string
  title: string
  brief: string
  acceptance: readonly string[]
  inputs: number
  items: number
  limits: NonNullable<GoalDraft['limits']>
}

/** One rule: what it finds in a goal. */
export type GoalRule = (reading: Reading) => GoalFinding[]

export const question = (code: GoalFindingCode, text: string, quotes: readonly string[]): GoalFinding => ({
  code,
  severity: 'question',
  text,
  quotes: [...quotes],
})

export const remark = (code: GoalFindingCode, text: string, quotes: readonly string[] = []): GoalFinding => ({
  code,
  severity: 'note',
  text,
  quotes: [...quotes],
})

/** Two statements that cannot both hold. */
export const clash = (code: GoalFindingCode, one: string, other: string): GoalFinding =>
  question(code, `It says “${one}” and “${other}”. Which one holds?`, [one, other])

// Statements under a condition, as a wish or as an example bind nobody.
const loose =
  /\b(?:if|unless|either|or|instead of|rather than|except|other than|apart from|for example|e\.g\.|such as|prefer(?:ably|red)?|ideally|where possible|when possible|optional(?:ly)?|(?<!\d(?:st|nd|rd|th)?\.? )may(?! \d)|might|could|until|whether)\b/i

// “Two or three” is one number, no choice.
const roughCount = /\b(?:one|two|three|four|five|\d+) or (?:two|three|four|five|six|\d+)\b/gi

/** Whether a sentence states something without a condition. */
export const isFirm = (sentence: string) => !loose.test(sentence.replace(roughCount, '2'))

/** What a text stands between two of its positions, trimmed, on one line. */
export const excerpt = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 160)
