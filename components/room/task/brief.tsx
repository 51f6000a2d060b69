'use client'

import { Fragment } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../../server/contract/views.ts'
import { grouped } from '../../../server/domain/text/counted.ts'
import { useRows } from '../../workspace/live.ts'
import { attemptLooks, failureWords, shortId } from '../../workspace/states.ts'
import { TaskLink } from '../panel.tsx'
import { useRoom } from '../room-context.tsx'

/** Beyond this many notes the earlier ones are folded away. */
const notesShown = 2

/** What was added to a brief since, newest last. */
export function Guidance({ list }: { list: TaskDetail['task']['guidance'] }) {
  const notes = list.map((one) => (
    <blockquote
      key={`${one.at} ${one.text}`}
      className="mt-2 border-s-2 border-thread ps-3 text-sm whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]"
    >
      {one.from === 'person' ? 'A person added: ' : 'The coordinator added: '}
      {one.text}
    </blockquote>
  ))
  const folded = notes.slice(0, -notesShown)
  return (
    <>
      {folded.length > 0 && (
        <details className="mt-2">
          <summary className="min-h-6 text-sm text-ink-2">Added before: {folded.length}</summary>
          {folded}
        </details>
      )}
      {notes.slice(-notesShown)}
    </>
  )
}

/** A failure or a state as people read it; what is in no list is told as it came. */
function wordFor(outcome: string): string {
  if (outcome in failureWords) return failureWords[outcome as keyof typeof failureWords]
  return outcome in attemptLooks ? attemptLooks[outcome as keyof typeof attemptLooks].word.toLowerCase() : outcome
}

/** The story that goes with the next hand-out: who tried what, what is kept of it, what was asked. */
export function Dossier({ dossier: { tried, partial, questions } }: { dossier: TaskDetail['dossier'] }) {
  return (
    <ol className="grid gap-1 text-sm text-ink-2 [overflow-wrap:anywhere]">
      {tried.map((one) => (
        <li key={one.attempt}>
          Try {one.attempt}, {one.doer}: {wordFor(one.outcome)}
          {one.reason ? `. ${one.reason}` : ''}
        </li>
      ))}
      {partial.map((artifact) => (
        <li key={artifact.id}>Partial work kept: {artifact.name}</li>
      ))}
      {questions.map((one) => (
        <li key={one.title}>
          Asked: {one.title} {one.answer ? `– ${one.answer}` : '(open)'}
        </li>
      ))}
    </ol>
  )
}

/** What a task builds on, and who waits for it. */
export function Needs({ task }: { task: TaskView }) {
  const { lane } = useRoom()
  const tasks = useRows(lane, 'tasks')
  const needs = task.needs.flatMap((id) => lane.row('tasks', id) ?? [])
  const waiting = tasks.filter((one) => one.needs.includes(task.id))
  const list = (label: string, all: readonly TaskView[]) =>
    all.length > 0 && (
      <p className="mt-2 text-sm text-ink-2">
        {label}{' '}
        {all.slice(0, 8).map((one) => (
          <Fragment key={one.id}>
            <TaskLink taskId={one.id} title={one.title} className="font-mono text-xs underline underline-offset-2">
              {shortId.task(one.number)}
            </TaskLink>{' '}
          </Fragment>
        ))}
        {all.length > 8 && `and ${grouped(all.length - 8)} more`}
      </p>
    )
  return (
    <>
      {list('Builds on', needs)}
      {list(task.status === 'done' ? 'Used by' : 'Waited for by', waiting)}
    </>
  )
}
