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
