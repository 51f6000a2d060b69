'use client'

import { X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { useRow, useRows } from '../../workspace/live.ts'
import { shortId } from '../../workspace/states.ts'
import { useGoals, useParticipants, useRoom } from '../room-context.tsx'
import { type Filter, kindOptions } from './filter.ts'

/** What of the story is shown: kind of decision, goal, participant, words; a task when one was chosen elsewhere. */
export function Filters({
  filter,
  search,
  onSearch,
  onChange,
}: {
  filter: Filter
  search: string
  onSearch: (words: string) => void
  onChange: (name: 'kind' | 'goal' | 'by' | 'of' | 'incident', value: string | null) => void
}) {
  const { lane } = useRoom()
  const goals = useGoals()
  const participants = useParticipants()
  const task = useRow(lane, 'tasks', filter.of)
  const incidents = useRows(lane, 'incidents')
  return (
    <search className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 max-md:grid max-md:grid-cols-2 max-md:px-3">
      {!filter.incident && (
        <Select
          aria-label="Kind"
          value={filter.kind}
          options={kindOptions}
          onChange={(event) => onChange('kind', event.target.value || null)}
        />
      )}
      <Select
        aria-label="Goal"
        value={filter.goal}
        placeholder="All goals"
        className="max-w-56 max-md:max-w-none"
        options={goals.map((one) => ({ value: one.id, label: `${shortId.goal(one.number)} ${one.title}` }))}
        onChange={(event) => onChange('goal', event.target.value || null)}
      />
      <Select
        aria-label="By or about whom"
        value={filter.by}
        placeholder="Everybody"
        className="max-w-48 max-md:max-w-none"
        options={[
          { value: 'coordinator', label: 'Coordinator' },
          ...participants.map((one) => ({ value: one.id, label: one.name })),
        ]}
        onChange={(event) => onChange('by', event.target.value || null)}
      />
      {incidents.length > 0 && (
        <Select
          aria-label="Incident"
          value={filter.incident?.id ?? ''}
          placeholder="Any incident or none"
          className="max-w-56 max-md:max-w-none"
          options={incidents
            .toSorted((a, b) => b.openedAt - a.openedAt)
            .map(({ id, cause }) => ({ value: id, label: cause }))}
          onChange={(event) => onChange('incident', event.target.value || null)}
        />
      )}
      <Input
        type="search"
        aria-label="Search what happened"
        placeholder="Search"
        value={search}
        className="max-w-56 flex-1 basis-32 max-md:max-w-none"
        onChange={(event) => onSearch(event.target.value)}
      />
      {filter.of && (
        <Button size="sm" icon={<X aria-hidden className="size-3.5" />} onClick={() => onChange('of', null)}>
          {task ? `Only ${shortId.task(task.number)} ${task.title}` : 'Only one task'}
        </Button>
      )}
    </search>
  )
}
