'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DropZone } from '../../ui/drop-zone.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { Select } from '../../ui/select.tsx'
import { fileSize } from '../../ui/size.ts'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'
import { refusalOf, send } from '../../workspace/commands.ts'
import { useRows } from '../../workspace/live.ts'
import { ParameterFields, usePlaybooks } from '../../workspace/playbooks.tsx'
import { useDraft } from '../draft.ts'
import { maxFileBytes, useUploads } from '../files.ts'
import { useParticipants, useRoom } from '../room-context.tsx'
import { UploadLine } from '../upload-line.tsx'
import { emptyGoal, type GoalDraft, goalInput, kinds } from './goal-draft.ts'
import { closeGoalForm, goalFormState } from './open.ts'

/** States a goal: words first, the rest where it is wanted. Posting it makes a plan that is shown before anything starts. */
export function GoalForm() {
  const { open, title } = useStore(goalFormState)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => next || closeGoalForm()}
      title="New goal"
      description="The coordinator makes a plan from it. Nothing starts before you have seen the plan, unless you say so below."
      width="md"
    >
      {open && <Form title={title} />}
    </Dialog>
  )
}

function Form({ title }: { title: string }) {
  const { id, base, lane } = useRoom()
  const router = useRouter()
  const [draft, setDraft, clearDraft] = useDraft<GoalDraft>(`goal:${id}`, emptyGoal)
  const [refusal, setRefusal] = useState<{ text: string; fields: Record<string, string> } | null>(null)
  const [pending, setPending] = useState(false)
  const { all, find } = usePlaybooks()
  const playbook = find(draft.playbook)
  const set = (next: Partial<GoalDraft>) => setDraft((before) => ({ ...before, ...next }))
  const addInput = (fileId: string) =>
    setDraft((before) => ({ ...before, inputs: [...before.inputs.filter((one) => one !== fileId), fileId] }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the form was opened with
  useEffect(() => {
    if (title) set({ title })
  }, [title])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setRefusal(null)
    const answer = await send('goal.create', goalInput(id, { ...draft, playbook: playbook?.value ?? '' }, playbook), {
      until: lane,
    })
    setPending(false)
    if (!answer.ok) {
      const fields = Object.fromEntries((answer.errors ?? []).map(({ path, message }) => [fieldOf(path), message]))
      return setRefusal({ text: refusalOf(answer), fields })
    }
    clearDraft()
    closeGoalForm()
    announce('The goal is posted')
    router.push(`${base}/plan?goal=${String(answer.result.goalId)}`)
  }
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const wrong = refusal && form.current?.querySelector<HTMLElement>('[aria-invalid=true]')
    wrong?.focus({ preventScroll: true })
    wrong?.scrollIntoView({ block: 'center' })
  }, [refusal])
  const error = (field: string) => refusal?.fields[field]
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit(event)
      }}
      className="grid gap-4"
    >
      <Field label="What do you want?" required error={error('title')}>
        <Input
          value={draft.title}
          maxLength={200}
          placeholder="A two-page brief on EU heat-pump subsidies"
          onChange={(event) => set({ title: event.target.value })}
        />
      </Field>
      <Field
        label="In a few sentences"
        hint="For whom, from which sources, what must be in it, what must not."
        error={error('brief')}
      >
        <TextareaGrow rows={4} value={draft.brief} onChange={(event) => set({ brief: event.target.value })} />
      </Field>
      <Field
        label="It is good when…"
        optional
        hint="One criterion a line. The result is checked against each, and so are you asked to."
        error={error('acceptance')}
      >
        <TextareaGrow rows={3} value={draft.acceptance} onChange={(event) => set({ acceptance: event.target.value })} />
      </Field>
      <Inputs draft={draft} set={set} onFile={addInput} />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="Plan by"
          hint={playbook?.hint ?? 'It picks a playbook, or a model plans it where one is set up.'}
          error={error('playbook')}
        >
          <Select
            value={playbook?.value ?? ''}
            placeholder="As the coordinator sees fit"
            options={all.map(({ value, label }) => ({ value, label }))}
            onChange={(event) => set({ playbook: event.target.value })}
          />
        </Field>
        <Field label="Deliver as" error={error('deliverable')}>
          <Select value={draft.kind} options={kinds} onChange={(event) => set({ kind: event.target.value })} />
        </Field>
        <Field label="Name of the result" optional>
          <Input
            value={draft.name}
            placeholder={draft.title || 'Heat-pump brief'}
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
        <Field label="Approvals needed" hint="People who must approve the same version.">
          <Input
            type="number"
            min={1}
            max={5}
            value={draft.approvals}
            onChange={(event) => set({ approvals: Number(event.target.value) || 1 })}
          />
        </Field>
      </div>
      <ParameterFields
        parameters={playbook?.parameters ?? []}
        values={draft.parameters ?? {}}
        errors={refusal?.fields ?? {}}
        onChange={(parameters) => set({ parameters })}
      />
      {playbook?.list && (
        <Field
          label="Items"
          hint="One a line: every item becomes a task of its own, then all are merged."
          error={error('items')}
        >
          <TextareaGrow rows={3} value={draft.items} onChange={(event) => set({ items: event.target.value })} />
        </Field>
      )}
      <Checkbox
        label="Start without asking me first"
        hint="Otherwise the plan waits for your signature."
        checked={draft.autonomy === 'run'}
        onChange={(event) => set({ autonomy: event.target.checked ? 'run' : 'plan_first' })}
      />
      <Prospect run={draft.autonomy === 'run'} />
      <Refusal text={refusal?.text} />
      <div className="sticky -bottom-3 -mx-5 -mb-3 flex justify-end gap-2 border-t border-line bg-raised px-5 py-3 sm:rounded-b-sheet">
        <Button onClick={closeGoalForm}>Keep as draft</Button>
        <Button type="submit" tone="primary" keys="$mod+Enter" pending={pending} disabled={draft.title.trim() === ''}>
          {draft.autonomy === 'run' ? 'Post and start' : 'Post and see the plan'}
        </Button>
      </div>
    </form>
  )
}

/** The field that a place in a refusal names: the first word of it, or the parameter. */
const fieldOf = (path: string): string =>
  /(?:^|\.)parameters\.(.+)$/.exec(path)?.[1] ?? path.replace(/^input\./, '').split('.')[0] ?? ''

/** Who could start, said before anything happens. */
function Prospect({ run }: { run: boolean }) {
  const agents = useParticipants().filter((one) => one.kind === 'agent')
  const skills = useMemo(() => [...new Set(agents.flatMap((agent) => agent.skills))].sort(), [agents])
  if (agents.length === 0) {
    return <p className="text-sm text-needs">▲ No agent is in this room. Add one, or the tasks wait for people.</p>
  }
  return (
    <p className="text-sm text-ink-2">
      {agents.length} {agents.length === 1 ? 'agent' : 'agents'} can be asked{run ? ' and may start at once' : ''}
      {skills.length > 0 && `: ${skills.slice(0, 10).join(', ')}`}.
    </p>
  )
}

function Inputs({
  draft,
  set,
  onFile,
}: {
  draft: GoalDraft
  set: (next: Partial<GoalDraft>) => void
  onFile: (fileId: string) => void
}) {
  const { id, lane } = useRoom()
  const files = useRows(lane, 'files')
  const { uploads, add, remove } = useUploads(id, onFile)
  const told = uploads.filter((one) => !one.fileId || one.warnings.length > 0)
  return (
    <fieldset className="grid gap-1.5">
      <legend className="text-sm font-medium">
        Files it works from <span className="font-normal text-ink-3">(optional)</span>
      </legend>
      <DropZone label="Files for this goal" maxBytes={maxFileBytes} onFiles={(chosen) => void add(chosen)} />
      {told.map((one) => (
        <UploadLine key={one.key} upload={one} onForget={() => remove(one.key)} />
      ))}
      {files.map((file) => (
        <Checkbox
          key={file.id}
          label={
            <>
              {file.name} <span className="text-ink-3">{fileSize(file.size)}</span>
            </>
          }
          checked={draft.inputs.includes(file.id)}
          onChange={(event) =>
            set({
              inputs: event.target.checked ? [...draft.inputs, file.id] : draft.inputs.filter((one) => one !== file.id),
            })
          }
        />
      ))}
    </fieldset>
  )
}
