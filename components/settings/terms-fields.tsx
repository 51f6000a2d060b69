'use client'

import type { GoalTerms } from '../../server/domain/workspace.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { givenParameters } from '../workspace/given-parameters.ts'
import { useRows } from '../workspace/live.ts'
import { ParameterFields, usePlaybooks } from '../workspace/playbooks.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'

/** What a schedule or a hook starts, as typed. */
export type TermsDraft = {
  name: string
  roomId: string
  playbook: string
  title: string
  brief: string
  acceptance: string
  parameters: Record<string, string>
  run: boolean
}
export const emptyTerms: TermsDraft = {
  ...{ name: '', roomId: '', playbook: 'checklist', title: '', brief: '', acceptance: '', parameters: {}, run: false },
}

export const draftOfTerms = (from: { name: string; roomId: string; playbook: string; goal: GoalTerms }): TermsDraft => {
  const { title, brief, acceptance, parameters, autonomy } = from.goal
  const { name, roomId, playbook } = from
  return {
    name,
    roomId,
    playbook,
    title,
    brief,
    acceptance: acceptance.join('\n'),
    parameters,
    run: autonomy === 'run',
  }
}

/** The fields of the command from the draft; parameters that the playbook does not have are left out. */
export function useTerms() {
  const { find } = usePlaybooks()
  return ({ name, roomId, playbook, title, brief, acceptance, parameters, run }: TermsDraft) => ({
    name: name.trim(),
    roomId,
    playbook,
    goal: {
      title: title.trim(),
      brief: brief.trim(),
      acceptance: acceptance.split('\n').flatMap((line) => line.trim() || []),
      parameters: givenParameters(find(playbook)?.parameters ?? [], parameters),
      autonomy: run ? ('run' as const) : ('plan_first' as const),
    },
  })
}

type Errors = Readonly<Record<string, string | undefined>>

/** The fields that a schedule and a hook have in common. With `later` parameters may be left to the call. */
export function TermsFields({
  draft,
  errors,
  later = false,
  onChange,
}: {
  draft: TermsDraft
  errors: Errors
  later?: boolean
  onChange: (next: TermsDraft) => void
}) {
  const { lane } = useWorkspace()
  const rooms = useRows(lane, 'rooms').filter((room) => room.status !== 'archived' || room.id === draft.roomId)
  const { all, find } = usePlaybooks()
  const chosen = find(draft.playbook)
  const set = (next: Partial<TermsDraft>) => onChange({ ...draft, ...next })
  const named = chosen?.parameters.map((one) => `{{${one.name}}}`).join(', ')
  return (
    <>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="Name" required error={errors.name}>
          <Input
            value={draft.name}
            maxLength={200}
            autoComplete="off"
            placeholder={later ? 'Issue tracker' : 'Monday review'}
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
        <Field label="In the room" required error={errors.roomId}>
          <Select
            value={draft.roomId}
            placeholder="Choose a room"
            options={rooms.map((room) => ({ value: room.id, label: room.name }))}
            onChange={(event) => set({ roomId: event.target.value })}
          />
        </Field>
        <Field label="Plan by" hint={chosen?.hint} error={errors.playbook}>
          <Select
            value={chosen?.value ?? ''}
            options={all.map(({ value, label }) => ({ value, label }))}
            onChange={(event) => set({ playbook: event.target.value })}
          />
        </Field>
        <Field label="Title of the goal" required error={errors.title} hint={named && `May hold ${named}.`}>
          <Input
            value={draft.title}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => set({ title: event.target.value })}
          />
        </Field>
      </div>
      <ParameterFields
        parameters={chosen?.parameters ?? []}
        values={draft.parameters}
        later={later}
        errors={errors}
        onChange={(parameters) => set({ parameters })}
      />
      <Field label="In a few sentences" required error={errors.brief}>
        <TextareaGrow rows={3} value={draft.brief} onChange={(event) => set({ brief: event.target.value })} />
      </Field>
      <Field label="It is good when…" optional hint="One criterion a line." error={errors.acceptance}>
        <TextareaGrow rows={2} value={draft.acceptance} onChange={(event) => set({ acceptance: event.target.value })} />
      </Field>
      <Checkbox
        label="Start without asking me first"
        hint="Otherwise each plan waits for a signature in the room."
        checked={draft.run}
        onChange={(event) => set({ run: event.target.checked })}
      />
    </>
  )
}

/** What a refusal says of each field, by the last word of its path. */
export const errorsByField = (answer: { errors?: readonly { path: string; message: string }[] | undefined }): Errors =>
  Object.fromEntries((answer.errors ?? []).map(({ path, message }) => [path.split('.').at(-1) ?? '', message]))
