'use client'

import { useState } from 'react'
import type { CommentView } from '../../server/contract/remark-views.ts'
import type { DiffView } from '../../server/contract/views.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Time } from '../ui/time.tsx'
import type { Tone } from '../ui/tone.ts'
import { act } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { plainWords } from './anchors.ts'
import { Part } from './part.tsx'
import { useReview } from './review-context.tsx'

type Fate = DiffView['comments'][number]['fate']
const fates: Record<Fate, { tone: Tone; word: string }> = {
  same: { tone: 'queued', word: 'Words unchanged' },
  moved: { tone: 'queued', word: 'Moved, unchanged' },
  changed: { tone: 'done', word: 'Words changed' },
  gone: { tone: 'needs', word: 'Text gone' },
}

/** The words a comment is about; a click shows them in the text. */
export function Quote({ quote, target }: { quote: string; target: string }) {
  const { address } = useReview()
  if (!quote) return <p className="text-xs text-ink-3">About the whole</p>
  return (
    <button
      type="button"
      title="Show in the text"
      onClick={() => {
        address.set({ at: null })
        address.set({ at: target, mode: null })
      }}
      className="line-clamp-3 min-h-6 border-s-2 border-thread ps-2 text-start font-serif text-ink-2 hover:text-ink-1"
    >
      {plainWords(quote)}
    </button>
  )
}

/** Comments on this version and on the one it is compared with, each with what became of its words. */
export function Comments() {
  const { comments, shown, base, diff } = useReview()
  const fateOf = new Map(diff.value?.comments.map(({ id, fate }) => [id, fate]))
  const here = comments.filter((comment) => comment.versionId === shown.id)
  const before = comments.filter((comment) => comment.versionId === base?.id)
  if (here.length + before.length === 0) return null
  return (
    <Part title="Comments" count={here.length + before.length}>
      <ul className="grid gap-2">
        {here.map((comment) => (
          <OneComment key={comment.id} comment={comment} />
        ))}
        {before.map((comment) => (
          <OneComment key={comment.id} comment={comment} number={base?.number} fate={fateOf.get(comment.id)} />
        ))}
      </ul>
    </Part>
  )
}

function OneComment({
  comment,
  number,
  fate,
}: {
  comment: CommentView
  number?: number | undefined
  fate?: Fate | undefined
}) {
  const { lane: workspace } = useWorkspace()
  const { lane } = useReview()
  const members = useRows(workspace, 'members')
  const mayResolve = useMay('comment.add')
  const [pending, setPending] = useState(false)
  const author = members.find((member) => member.id === comment.authorId)?.name ?? 'Someone who left'
  const resolve = async () => {
    setPending(true)
    await act('comment.resolve', { commentId: comment.id }, { until: lane, done: 'Comment resolved' })
    setPending(false)
  }
  return (
    <li className="grid gap-1 rounded-card border border-line p-2.5 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-3">
        <span className="font-medium text-ink-2">{author}</span>
        <Time at={comment.at} />
        {number !== undefined && <span>on v{number}</span>}
        {fate && comment.quote && <Badge tone={fates[fate].tone}>{fates[fate].word}</Badge>}
      </p>
      <Quote quote={comment.quote} target={`comment:${comment.id}`} />
      <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{comment.body}</p>
      {comment.status === 'resolved' ? (
        <p className="text-xs text-done">● Resolved</p>
      ) : (
        mayResolve && (
          <Button size="sm" tone="quiet" className="justify-self-start" pending={pending} onClick={resolve}>
            Resolve
          </Button>
        )
      )}
    </li>
  )
}
