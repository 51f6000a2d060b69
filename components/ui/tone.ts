/** The colours a state may have; each is an ink and a soft ground. Words and glyphs always go with them. */
export type Tone = 'queued' | 'running' | 'needs' | 'failed' | 'done' | 'review' | 'accent'

export const toneInk: Record<Tone, string> = {
  queued: 'text-queued',
  running: 'text-running',
  needs: 'text-needs',
  failed: 'text-failed',
  done: 'text-done',
  review: 'text-review',
  accent: 'text-accent',
}

export const toneSoft: Record<Tone, string> = {
  queued: 'bg-queued-soft text-queued',
  running: 'bg-running-soft text-running',
  needs: 'bg-needs-soft text-needs',
  failed: 'bg-failed-soft text-failed',
  done: 'bg-done-soft text-done',
  review: 'bg-review-soft text-review',
  accent: 'bg-accent-soft text-accent',
}

/** The CSS value of a tone's ink, for drawn things such as the ribbon. */
export function toneVar(tone: Tone): string {
  return `var(--${tone})`
}
