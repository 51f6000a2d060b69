/** What was to be reached: the sentence, whether it was, and whether missing it fails the bench. */
export type Verdict = { ok: boolean; must: boolean; text: string }
