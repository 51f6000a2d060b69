/** What one answer says about the subject, with the words it rests on. */
export type Position = {
  versionId: string
  participantId: string
  /** The task that brought it, as it was called then; those kept before Muster noted it have none. */
  task?: { id: string; number: number; title: string } | undefined
  value: string
  quote: string
  /** Where the answer says it has it from. */
  source?: string | undefined
}
export type ConflictVerdict = {
  by: 'rule' | 'judge' | 'person'
  byId: string | null
  /** The version whose position stands; null when none does. */
  versionId: string | null
  /** The value that holds, where this contradiction was settled by itself. */
  value?: string | undefined
  /** The version that a person approved while this stood open: no value was chosen. */
  leftIn?: string | undefined
  why: string
}

/** Answers that state different things about the same. What lost is kept. */
export type Conflict = {
  id: string
  roomId: string
  goalId: string
  taskId: string
  kind: 'answers' | 'merge'
  subject: string
  positions: Position[]
  status: 'open' | 'settled'
  verdict: ConflictVerdict | null
  createdAt: number
  settledAt: number | null
}

/** Whether somebody may still say what holds: nobody did, or an approval left it as it was. */
export const isUndecided = ({ status, verdict }: Pick<Conflict, 'status' | 'verdict'>): boolean =>
  status === 'open' || verdict?.leftIn !== undefined

/** What a version states in a contradiction; `value` tells which, where it states several. Null when it states none. */
export const sideOf = (
  { positions }: Pick<Conflict, 'positions'>,
  versionId: string,
  value: string | undefined,
): Position | null =>
  positions.find((one) => one.versionId === versionId && (value === undefined || one.value === value)) ?? null

/** The values that do not hold once this one does, each once. */
export const valuesBeside = ({ positions }: Pick<Conflict, 'positions'>, value: string): string[] => [
  ...new Set(positions.flatMap((one) => (one.value === value ? [] : [one.value]))),
]

/** What becomes of a question: something is still open, one answer stands, or no answer keeps to every verdict. */
type Outcome = { kind: 'open'; left: number } | { kind: 'stands'; versionId: string } | { kind: 'anew' }

/**
 * What follows for a question whose answers (their versions, in order) contradict each other in these points. An answer
 * stands when each verdict names it, or a value that it states in the same words; of several the one named most often.
 */
export function outcomeOf(
  conflicts: readonly Pick<Conflict, 'positions' | 'status' | 'verdict'>[],
  answers: readonly string[],
): Outcome {
  const left = conflicts.filter(isUndecided).length
  if (left > 0) return { kind: 'open', left }
  const namedIn = (answer: string) => conflicts.filter(({ verdict }) => verdict?.versionId === answer).length
  const [best] = answers
    .filter((answer) => conflicts.every((conflict) => keepsTo(answer, conflict)))
    .sort((a, b) => namedIn(b) - namedIn(a))
  return best === undefined ? { kind: 'anew' } : { kind: 'stands', versionId: best }
}

const keepsTo = (answer: string, { positions, verdict }: Pick<Conflict, 'positions' | 'verdict'>): boolean =>
  verdict?.versionId === answer ||
  positions.some((one) => one.versionId === answer && verdict?.value !== undefined && one.value === verdict.value)
