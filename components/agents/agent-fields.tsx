'use client'

import { useMemo } from 'react'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { Badge } from '../ui/badge.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { useRows } from '../workspace/live.ts'
import type { Answer } from '../workspace/outbox.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { readSkills } from './looks.ts'

export type SpokenChannel = 'webhook' | 'pull'
/** The fields as they are being written. */
export type AgentDraft = {
  name: string
  channel: SpokenChannel
  url: string
  description: string
  skills: string
  places: string
}

export const emptyDraft: AgentDraft = {
  name: '',
  channel: 'webhook',
  url: '',
  description: '',
  skills: '',
  places: '1',
}
export const draftOf = (agent: AgentView): AgentDraft => ({
  name: agent.name,
  channel: agent.channel === 'pull' ? 'pull' : 'webhook',
  url: agent.url ?? '',
  description: agent.description,
  skills: agent.skills.join(', '),
  places: String(agent.maxConcurrency),
})

/** The fields as the command takes them. */
export const inputOf = (draft: AgentDraft) => ({
  name: draft.name.trim(),
  url: draft.url.trim(),
  description: draft.description.trim(),
  skills: readSkills(draft.skills),
  maxConcurrency: Number(draft.places),
})

const places: Record<string, string> = { maxConcurrency: 'places' }

/** What a refusal says of single fields, by field name. */
export function fieldErrors(answer: Answer): Record<string, string> {
  if (answer.ok) return {}
  const known = (answer.errors ?? []).map(({ path, message }) => {
    const field = path.split('.')[0] ?? ''
    return [places[field] ?? field, message === 'taken' || message === 'reserved' ? answer.detail : message] as const
  })
  return Object.fromEntries(known.filter(([field]) => Object.hasOwn(emptyDraft, field)))
}

/** Name, address, skills and places of an agent. */
export function AgentFields({
  draft,
  onChange,
  errors,
  fixedChannel = false,
}: {
  draft: AgentDraft
  onChange: (draft: AgentDraft) => void
  errors: Readonly<Record<string, string>>
  fixedChannel?: boolean
}) {
  const { lane } = useWorkspace()
  const agents = useRows(lane, 'agents')
  const mine = readSkills(draft.skills)
  const common = useMemo(() => {
    const known = agents.filter((agent) => agent.status !== 'removed').flatMap((agent) => agent.skills)
    return [...new Set(known)].sort().slice(0, 16)
  }, [agents])
  const set = (patch: Partial<AgentDraft>) => onChange({ ...draft, ...patch })
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {!fixedChannel && (
        <div className="grid justify-items-start gap-1.5 sm:col-span-2">
          <Segmented<SpokenChannel>
            label="How it is reached"
            value={draft.channel}
            onChange={(channel) => set({ channel })}
            options={[
              { value: 'webhook', label: 'Webhook' },
              { value: 'pull', label: 'Pull' },
            ]}
          />
          <p className="text-xs text-ink-3">
            {draft.channel === 'webhook'
              ? 'We send each task to its address as a signed POST request.'
              : 'It asks us for work with its token; it needs no address.'}
          </p>
        </div>
      )}
      <Field label="Name" required error={errors.name} hint="How people and other agents see it, for instance scout-5">
        <Input value={draft.name} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />
      </Field>
      {draft.channel === 'webhook' && (
        <Field label="Address" required error={errors.url} hint="Takes POST requests with JSON">
          <Input
            type="url"
            mono
            autoComplete="off"
            spellCheck={false}
            placeholder="https://agent.example/hook"
            value={draft.url}
            onChange={(event) => set({ url: event.target.value })}
          />
        </Field>
      )}
      <Field
        label="Skills"
        error={errors.skills}
        hint="Parted by commas. A task goes only to somebody who has its skills."
        className={draft.channel === 'webhook' ? '' : 'sm:col-start-1'}
      >
        <Input
          value={draft.skills}
          autoComplete="off"
          placeholder="research, writing"
          onChange={(event) => set({ skills: event.target.value })}
        />
      </Field>
      <Field label="Tasks at a time" error={errors.places} hint="From 1 to 1000">
        <Input
          type="number"
          min={1}
          max={1000}
          value={draft.places}
          onChange={(event) => set({ places: event.target.value })}
        />
      </Field>
      {common.some((skill) => !mine.includes(skill)) && (
        <p className="flex flex-wrap items-center gap-1.5 text-xs text-ink-3 sm:col-span-2">
          Used here:
          {common
            .filter((skill) => !mine.includes(skill))
            .map((skill) => (
              <button
                key={skill}
                type="button"
                className="min-h-6 rounded-control hover:opacity-80"
                onClick={() => set({ skills: [...mine, skill].join(', ') })}
              >
                <Badge>+ {skill}</Badge>
              </button>
            ))}
        </p>
      )}
      <Field label="What it does" optional error={errors.description} className="sm:col-span-2">
        <Input
          value={draft.description}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => set({ description: event.target.value })}
        />
      </Field>
    </div>
  )
}
