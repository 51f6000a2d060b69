'use client'

import { type FormEvent, useState } from 'react'
import type { HandoffView } from '../../server/contract/snapshot.ts'
import { Button } from '../ui/button.tsx'
import { announce } from '../ui/live-region.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useMay } from '../workspace/workspace-context.tsx'
import { useDraft } from './draft.ts'
import { useNames, useRoom } from './room-context.tsx'

/** Answers a question where it stands: by an offered choice, or in words. Shows who answered when somebody was first. `says` tells what stands behind a choice. */
export function Answer({ handoff, says }: { handoff: HandoffView; says?: (option: string) => string | null }) {
  const { lane } = useRoom()
  const names = useNames()
  const mayAnswer = useMay('handoff.answer')
  const [words, setWords, clearWords] = useDraft(`answer:${handoff.id}`, '')
  const [writing, setWriting] = useState(false)
  const [pending, setPending] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  if (handoff.status !== 'open') {
    return (
      <p className="text-sm text-ink-2">
        {handoff.status === 'withdrawn' ? (
          'No longer needed.'
        ) : (
          <>
            Answered{handoff.answeredBy ? ` by ${names(handoff.answeredBy)?.name ?? 'somebody'}` : ''}:{' '}
            <span className="font-medium text-ink-1">{handoff.answer || '–'}</span>
          </>
        )}
      </p>
    )
  }
  if (!mayAnswer) return <p className="text-sm text-ink-3">A member of the room answers this.</p>
  const give = async (answer: { option?: string; body?: string }) => {
    setPending(answer.option ?? '')
    setRefusal(null)
    const outcome = await send('handoff.answer', { handoffId: handoff.id, ...answer }, { until: lane })
    setPending(null)
    if (!outcome.ok) return setRefusal(refusalOf(outcome))
    clearWords()
    announce('Your answer is on its way to whoever asked')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (words.trim() !== '') void give({ body: words.trim() })
  }
  const free = writing || handoff.options.length === 0 || words !== ''
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-baseline gap-1.5">
        {handoff.options.map((option) => {
          const behind = says?.(option)
          const choice = (
            <Button
              key={option}
              size="sm"
              pending={pending === option}
              disabled={pending !== null && pending !== option}
              onClick={() => void give({ option })}
            >
              {option}
            </Button>
          )
          if (!behind) return choice
          return (
            <p key={option} className="flex basis-full flex-wrap items-baseline gap-x-2 text-sm">
              {choice}
              <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{behind}</span>
            </p>
          )
        })}
        {!free && (
          <Button size="sm" tone="quiet" onClick={() => setWriting(true)}>
            Write…
          </Button>
        )}
      </div>
      {free && (
        <form onSubmit={submit} className="flex flex-wrap items-end gap-1.5">
          <TextareaGrow
            rows={1}
            aria-label={`Answer to: ${handoff.title}`}
            placeholder={handoff.kind === 'needs_human' ? 'What should be done differently?' : 'Your answer'}
            value={words}
            className="flex-1 basis-48"
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(event)
            }}
          />
          <Button type="submit" tone="primary" pending={pending === ''} disabled={words.trim() === ''}>
            {handoff.kind === 'needs_human' ? 'Try again' : 'Answer'}
          </Button>
        </form>
      )}
      <Refusal text={refusal} />
    </div>
  )
}
