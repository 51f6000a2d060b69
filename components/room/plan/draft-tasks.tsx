'use client'

import { useDeferredValue, useMemo, useState } from 'react'
import { grouped } from '../../../server/domain/text/counted.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { shortId } from '../../workspace/states.ts'
import { type DraftTask, inSight, type PlanDraft } from './plan-draft.ts'
import { TaskEditor } from './task-editor.tsx'

/** More forms than this at once help nobody and keep the browser busy. */
const most = 40

type DraftTasksProps = {
  /** The plan as it stands. */
  now: PlanDraft
  draft: PlanDraft
  onChange: (key: string, next: Partial<DraftTask>) => void
  onRemove: (key: string) => void
}

/** The tasks of a plan as forms, found by words where there are many; before them what has started. */
export function DraftTasks({ now, draft, onChange, onRemove }: DraftTasksProps) {
  const [words, setWords] = useState('')
  const wanted = useDeferredValue(words)
  const started = useMemo(() => draft.tasks.filter((task) => task.started), [draft])
  const shown = useMemo(() => inSight(draft, now, wanted, most), [draft, now, wanted])
  const open = draft.tasks.length - started.length
  return (
    <>
      {started.length > 0 && <Started tasks={started} />}
      {open > most && (
        <Field label="Find tasks" hint={`${shown.length} of ${grouped(open)} tasks are shown.`}>
          <Input type="search" value={words} onChange={(event) => setWords(event.target.value)} />
        </Field>
      )}
      {shown.map((task) => (
        <TaskEditor
          key={task.key}
          task={task}
          draft={draft}
          onChange={(next) => onChange(task.key, next)}
          onRemove={() => onRemove(task.key)}
        />
      ))}
    </>
  )
}

function Started({ tasks }: { tasks: readonly DraftTask[] }) {
  const left = tasks.length - most
  return (
    <section aria-label="What has started" className="grid gap-1 rounded-card border border-line p-3 text-sm">
      <p className="text-ink-2">
        {tasks.length === 1 ? 'One task has' : `${grouped(tasks.length)} tasks have`} started and cannot be changed
        here; new ones may build on them.
      </p>
      <ul className="grid max-h-48 gap-0.5 overflow-y-auto">
        {tasks.slice(0, most).map((task) => (
          <li key={task.key} className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-mono text-xs text-ink-3">
              {task.number === null ? '' : shortId.task(task.number)}
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{task.title}</span>
            <span className="text-ink-2">{task.started}</span>
          </li>
        ))}
        {left > 0 && <li className="text-ink-2">and {grouped(left)} more</li>}
      </ul>
    </section>
  )
}
