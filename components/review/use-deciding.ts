'use client'

import { useState } from 'react'
import { toast } from '../ui/toast.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import type { Answer } from '../workspace/outbox.ts'
import { waitingChanged } from '../workspace/waiting.ts'
import { useReview } from './review-context.tsx'

export type Deciding = 'approve' | 'request_changes' | 'reject' | 'comment'

const said: Record<Deciding, (number: number) => string> = {
  approve: (number) => `Approved v${number}`,
  request_changes: (number) => `Changes asked on v${number}`,
  reject: (number) => `Rejected v${number}`,
  comment: () => 'Comments sent',
}

/** Gives a verdict on exactly the version on screen, by its hash; a refusal keeps everything that was written. */
export function useDeciding() {
  const { deliverable, shown, lane, desk, detail } = useReview()
  const [refused, setRefused] = useState<string | null>(null)
  const summary = desk.summary.trim()
  const on = { deliverableId: deliverable.id, versionId: shown.id, sha256: shown.sha256 }
  const until = { until: lane }

  /** What is missing before this can be asked, as a sentence. */
  const lacks = (intent: Deciding): string | null => {
    if (intent === 'approve' || summary) return null
    if (intent === 'reject') return 'Say in the summary why it is rejected.'
    if (desk.drafts.length > 0) return null
    return intent === 'comment'
      ? 'Write a summary, or select words in the text and comment on them.'
      : 'Say in the summary what has to change, or comment on a passage.'
  }

  const comment = async (): Promise<Answer> => {
    const whole = summary ? [{ id: null, quote: '', prefix: '', suffix: '', body: summary }] : []
    let answer: Answer = { ok: true, seq: 0, result: {} }
    for (const { id, quote, prefix, suffix, body } of [...desk.drafts, ...whole]) {
      answer = await send('comment.add', { versionId: shown.id, quote, prefix, suffix, body }, until)
      if (!answer.ok) return answer
      // Each one that arrived is no draft any more, so that a later refusal sends none twice.
      if (id) desk.drop(id)
      else desk.write('')
    }
    return answer
  }
  const requestChanges = (): Promise<Answer> => {
    const comments = desk.drafts.map(({ quote, prefix, suffix, body }) => ({ quote, prefix, suffix, body }))
    return send('deliverable.request_changes', { ...on, summary, comments }, until)
  }
  const give = async (intent: Deciding): Promise<boolean> => {
    setRefused(null)
    const answer = await {
      approve: () => send('deliverable.approve', { ...on, ...(summary ? { comment: summary } : {}) }, until),
      request_changes: requestChanges,
      reject: () => send('deliverable.reject', { ...on, summary }, until),
      comment,
    }[intent]()
    waitingChanged()
    detail.again()
    if (!answer.ok) {
      setRefused(refusalOf(answer))
      return false
    }
    if (intent === 'request_changes') desk.clear()
    else if (intent !== 'comment') desk.write('')
    toast(said[intent](shown.number), { tone: intent === 'approve' ? 'done' : 'review' })
    return true
  }
  return { lacks, give, refused, forget: () => setRefused(null) }
}
