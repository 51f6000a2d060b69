'use client'

import { Trash2, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { grouped } from '../../../server/domain/text/counted.ts'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'
import { shortId } from '../../workspace/states.ts'
import { useParticipants } from '../room-context.tsx'
import { type DraftTask, mayNeed, type PlanDraft } from './plan-draft.ts'

const nameOf = (task: DraftTask): string =>
  [task.number === null ? null : shortId.task(task.number), task.title || task.key].filter(Boolean).join(' ')

/** So many tasks may stand in the field of every form. */
const fewTasks = 200
const fewNeeds = 40

/** One task of the plan as a form: what, by whom, with which skills, after what. */
export function TaskEditor({
  task,
  draft,
  onChange,
  onRemove,
}: {
  task: DraftTask
  draft: PlanDraft
  onChange: (next: Partial<DraftTask>) => void
  onRemove: () => void
}) {
  const participants = useParticipants()
  // In a large plan what may come before is looked for by whoever comes to the field.
  const [asked, setAsked] = useState(false)
  const offers = asked || draft.tasks.length <= fewTasks
  const needed = useMemo(
    () => task.needs.slice(0, fewNeeds).flatMap((key) => draft.tasks.find((one) => one.key === key) ?? []),
    [draft, task.needs],
  )
  const unshown = task.needs.length - fewNeeds
  const more = useMemo(
    () => (offers ? mayNeed(draft, task.key).filter((one) => !task.needs.includes(one.key)) : []),
    [draft, task, offers],
  )
  return (
    <fieldset className="grid gap-3 rounded-card border border-line bg-raised p-3">
      <legend className="px-1 font-mono text-xs text-ink-3">
        {task.number === null ? 'new' : shortId.task(task.number)}
      </legend>
      <div className="flex items-start gap-2">
        <Input
          id={`task-title-${task.key}`}
          aria-label="Title"
          placeholder="What is to be done"
          value={task.title}
          maxLength={200}
          className="flex-1 font-medium"
          onChange={(event) => onChange({ title: event.target.value })}
        />
        <IconButton
          label={`Remove ${nameOf(task)}`}
          icon={<Trash2 aria-hidden className="size-4" />}
          onClick={onRemove}
        />
      </div>
      <Field label="Brief">
        <TextareaGrow
          rows={2}
          maxRows={10}
          value={task.brief}
          onChange={(event) => onChange({ brief: event.target.value })}
        />
      </Field>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="Doer">
          <Select
            value={task.assignee}
            placeholder="Whoever fits best"
            options={participants.map((one) => ({
              value: one.id,
              label: one.kind === 'agent' ? `${one.name} (agent)` : one.name,
            }))}
            onChange={(event) => onChange({ assignee: event.target.value })}
          />
        </Field>
        <Field label="Skills" hint="Comma between them.">
          <Input value={task.skills} onChange={(event) => onChange({ skills: event.target.value })} />
        </Field>
      </div>
      <Field label="After">
        <Select
          value=""
          placeholder={!offers || more.length > 0 ? 'Add a task it waits for' : 'No other task can come before'}
          disabled={offers && more.length === 0}
          onPointerEnter={() => setAsked(true)}
          onFocus={() => setAsked(true)}
          options={more.map((one) => ({ value: one.key, label: nameOf(one) }))}
          onChange={(event) => event.target.value && onChange({ needs: [...task.needs, event.target.value] })}
        />
      </Field>
      {needed.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {needed.map((one) => (
            <li
              key={one.key}
              className="flex max-w-full items-center gap-1 rounded-control border border-line bg-surface pl-2 text-sm"
            >
              <span className="truncate">{nameOf(one)}</span>
              <IconButton
                label={`Do not wait for ${nameOf(one)}`}
                size="sm"
                icon={<X aria-hidden className="size-3.5" />}
                onClick={() => onChange({ needs: task.needs.filter((key) => key !== one.key) })}
              />
            </li>
          ))}
          {unshown > 0 && <li className="px-1 text-sm text-ink-2">and {grouped(unshown)} more</li>}
        </ul>
      )}
    </fieldset>
  )
}
