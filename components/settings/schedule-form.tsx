'use client'

import { type FormEvent, useState } from 'react'
import type { ScheduleView } from '../../server/contract/workspace-snapshot.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { announce } from '../ui/live-region.tsx'
import { Select } from '../ui/select.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { FormEnd } from './form-end.tsx'
import { intervals } from './interval-words.ts'
import { draftOfTerms, emptyTerms, errorsByField, TermsFields, useTerms } from './terms-fields.tsx'

const day = 86_400

/** Makes a schedule, or changes the one given. */
export function ScheduleForm({ schedule, onDone }: { schedule?: ScheduleView; onDone: () => void }) {
  const { id: workspaceId, lane } = useWorkspace()
  const terms = useTerms()
  const [draft, setDraft] = useState(() => (schedule ? draftOfTerms(schedule) : emptyTerms))
  const [every, setEvery] = useState(String(schedule?.everySeconds ?? day))
  const [startAt, setStartAt] = useState('')
  const [enabled, setEnabled] = useState(schedule?.enabled ?? true)
  const [refusal, setRefusal] = useState<{ text: string; fields: ReturnType<typeof errorsByField> } | null>(null)
  const [pending, setPending] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!draft.roomId) return setRefusal({ text: '', fields: { roomId: 'Choose a room.' } })
    setPending(true)
    const input = {
      ...{ workspaceId, ...terms(draft), everySeconds: Number(every), enabled },
      ...(schedule ? { scheduleId: schedule.id } : {}),
      ...(startAt ? { startAt: new Date(startAt).toISOString() } : {}),
    }
    const answer = await send('schedule.save', input, { until: lane })
    setPending(false)
    if (!answer.ok) return setRefusal({ text: refusalOf(answer), fields: errorsByField(answer) })
    announce('The schedule is saved')
    onDone()
  }
  const errors = refusal?.fields ?? {}
  return (
    <form className="grid gap-4" onSubmit={(event) => void save(event)} noValidate>
      <TermsFields draft={draft} errors={errors} onChange={setDraft} />
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="How often" error={errors.everySeconds}>
          <Select
            value={every}
            options={intervals(schedule?.everySeconds ?? day)}
            onChange={(event) => setEvery(event.target.value)}
          />
        </Field>
        <Field
          label={schedule ? 'Move the next start to' : 'First start'}
          optional
          hint={schedule ? 'Left empty, it keeps its place.' : 'Left empty, it starts one step from now.'}
          error={errors.startAt}
        >
          <Input type="datetime-local" value={startAt} onChange={(event) => setStartAt(event.target.value)} />
        </Field>
      </div>
      <Checkbox label="It is on" checked={enabled} onChange={(event) => setEnabled(event.target.checked)} />
      <p className="text-sm text-ink-3">
        It runs in your name: when you leave the workspace or may no longer start goals in the room, it is switched off.
      </p>
      <FormEnd refusal={refusal?.text} pending={pending} act="Save" onBack={onDone} />
    </form>
  )
}
