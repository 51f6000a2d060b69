import type { ScorePart } from '../domain/matching/score.ts'

/** What is to be expected of one participant's work on a task, as was known at that moment. */
export type Expectation = {
  /** How likely the result is accepted, 0..1. */
  acceptance: number
  /** US dollars; null when its owner does not say. */
  costUsd: number | null
  /** Milliseconds; null while nothing of its was accepted. */
  ms: number | null
}
export type ShadowChoice = { participantId: string; name: string; expected: Expectation | null }

/** `GET /api/v1/goals/{id}/shadow`: each hand-out of a goal chosen again, in the state in which it really was. */
export type ShadowReport = {
  goalId: string
  title: string
  /** The weights that were used and those that are compared, as shares of one. */
  used: Record<ScorePart, number>
  compared: Record<ScorePart, number>
  /** Hand-outs that the matcher chose; others were claimed or given by name. */
  handOuts: number
  same: number
  elsewhere: number
  /** Hand-outs for which the compared weights would have found nobody. */
  nobody: number
  /** Share of hand-outs for which the weights that were used give what happened: how far the replay can be trusted, 0..1. */
  rebuilt: number
  /** Sums over the hand-outs where both sides are known: what was chosen against what would have been. */
  expected: {
    accepted: { used: number; compared: number; of: number }
    costUsd: { used: number; compared: number; of: number }
    ms: { used: number; compared: number; of: number }
  }
  tasks: {
    taskId: string
    number: number
    key: string
    title: string
    attemptId: string
    attempt: number
    at: number
    same: boolean
    used: ShadowChoice
    compared: ShadowChoice | null
    reason: string
  }[]
}
