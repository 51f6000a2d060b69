'use client'

import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { toastUndo } from '../ui/toast.tsx'
import { useMay } from '../workspace/workspace-context.tsx'
import { Quote } from './comments.tsx'
import type { Draft } from './drafts.ts'
import { Part } from './part.tsx'
import { useReview } from './review-context.tsx'

/** This person's comments that nobody else sees yet, and a way to write one without selecting text. */
export function Drafts() {
  const { desk, standing, shown } = useReview()
  const mayComment = useMay('comment.add')
  const [writing, setWriting] = useState(false)
  const [body, setBody] = useState('')
  const drop = (draft: Draft) => {
    desk.drop(draft.id)
    toastUndo('Draft comment removed', () => desk.add(draft))
  }
  const keep = () => {
    if (!body.trim()) return
    desk.add({ quote: '', prefix: '', suffix: '', versionNumber: shown.number, body: body.trim() })
    setBody('')
    setWriting(false)
  }
  if (standing.kind === 'no-right' || !mayComment) return null
  return (
    <Part title="Your drafts" count={desk.drafts.length} aside={desk.drafts.length > 0 ? 'only you see them' : null}>
      <ul className="grid gap-2">
        {desk.drafts.map((draft) => (
          <li
            key={draft.id}
            className="grid gap-1.5 rounded-card border border-dashed border-line-strong p-2.5 text-sm"
          >
            <Quote quote={draft.quote} target={`draft:${draft.id}`} />
            <div className="flex items-start gap-1">
              <TextareaGrow
                rows={1}
                aria-label="Draft comment"
                value={draft.body}
                onChange={(event) => desk.edit(draft.id, event.target.value)}
              />
              <IconButton
                label="Remove this draft"
                icon={<Trash2 aria-hidden className="size-4" />}
                onClick={() => drop(draft)}
              />
            </div>
            {draft.versionNumber !== shown.number && (
              <p className="text-xs text-ink-3">Written while reading v{draft.versionNumber}.</p>
            )}
          </li>
        ))}
      </ul>
      {writing ? (
        <div className="grid gap-2">
          <TextareaGrow
            autoFocus
            rows={2}
            aria-label="Comment on the whole"
            placeholder="About the whole version"
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
          <div className="flex gap-1.5">
            <Button size="sm" tone="primary" aria-disabled={!body.trim()} onClick={keep}>
              Keep
            </Button>
            <Button size="sm" tone="quiet" onClick={() => setWriting(false)}>
              Cancel
            </Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Button size="sm" onClick={() => setWriting(true)}>
            Comment on the whole
          </Button>
          <span className="text-xs text-ink-3">or select words in the text</span>
        </div>
      )}
    </Part>
  )
}
