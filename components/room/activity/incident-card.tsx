'use client'

import { X } from 'lucide-react'
import type { IncidentView } from '../../../server/contract/coordination-views.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { lasting } from '../../ui/moment.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { Time } from '../../ui/time.tsx'
import { failureWords } from '../../workspace/states.ts'
import { Who } from '../../workspace/who.tsx'
import { useNames } from '../room-context.tsx'

const named = 24

/** What a mass failure was, whom it took, and what is done about it; its failures stand below, one by one. */
export function IncidentCard({ incident, onClose }: { incident: IncidentView; onClose: () => void }) {
  const names = useNames()
  const { cause, attempts, agents, openedAt, lastAt, closedAt } = incident
  return (
    <section
      aria-label="Incident"
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 border-b border-line bg-canvas px-4 py-3 max-md:px-3"
    >
      <div className="mx-auto grid w-full max-w-4xl gap-1.5">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <span className="font-serif text-read font-semibold">{cause}</span>
          {closedAt === null ? (
            <StateMark tone="needs" glyph="▲" word="Going on" />
          ) : (
            <StateMark tone="done" glyph="●" word="Over" suffix={<Time at={closedAt} />} />
          )}
        </p>
        <p className="text-sm text-ink-2">
          {attempts} hand-outs within {lasting(lastAt - openedAt)}, each {failureWords[incident.class]}. It began{' '}
          <Time at={openedAt} />. Taken for one cause: nobody is blamed alone, and the work is handed on after a pause,
          spread over time.
        </p>
        <ul aria-label="Agents it took" className="flex flex-wrap gap-x-3 gap-y-1">
          {agents.slice(0, named).map((id) => (
            <li key={id} className="max-w-full">
              <Who kind="agent" name={names(id)?.name ?? 'an agent that left'} />
            </li>
          ))}
          {agents.length > named && <li className="text-sm text-ink-2">and {agents.length - named} more</li>}
        </ul>
      </div>
      <IconButton label="Show everything again" icon={<X aria-hidden className="size-4" />} onClick={onClose} />
    </section>
  )
}
