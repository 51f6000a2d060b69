'use client'

import type { PlaybookView } from '../../server/contract/workspace-snapshot.ts'
import { counted } from '../../server/domain/text/counted.ts'
import type { Parameter } from '../../server/domain/workspace.ts'
import { Field } from '../ui/field.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { useRows } from './live.ts'
import { useWorkspace } from './workspace-context.tsx'

type Choice = {
  value: string
  label: string
  hint: string
  parameters: readonly Parameter[]
  /** It works through a list. */
  list: boolean
}

/** The playbooks that ship (agent-protocol.md 1). */
const shipped: readonly Choice[] = [
  { value: 'research-brief', label: 'Research brief', hint: 'Collect with sources, write, have it checked.' },
  { value: 'data-summary', label: 'Data summary', hint: 'Numbers from a table, described, and equal to the table.' },
  { value: 'for-each', label: 'For each item', hint: 'The same work for every item of a list, then one result.' },
  { value: 'checklist', label: 'Checklist', hint: 'One task for every criterion, then one result.' },
].map((one) => ({ ...one, parameters: [], list: one.value === 'for-each' }))

const saved = ({ name, description, parameters, tasks, list }: PlaybookView): Choice => ({
  value: name,
  label: name,
  hint: description || `Saved here: ${tasks === 1 ? 'one task' : counted(tasks, 'task')}.`,
  parameters,
  list,
})

/** Every playbook there is, those saved in this workspace first; a schedule or a hook may also name one by its id. */
export function usePlaybooks(): { all: readonly Choice[]; find: (named: string) => Choice | undefined } {
  const { lane } = useWorkspace()
  const own = useRows(lane, 'playbooks')
  const all = [...own.map(saved).sort((a, b) => a.label.localeCompare(b.label)), ...shipped]
  const find = (named: string) => {
    const byId = own.find((one) => one.id === named)
    return byId ? saved(byId) : all.find((one) => one.value === named)
  }
  return { all, find }
}

/** One field a parameter; what is left empty takes the default, or with `later` is brought when it is used. */
export function ParameterFields({
  parameters,
  values,
  later = false,
  errors = {},
  onChange,
}: {
  parameters: readonly Parameter[]
  values: Readonly<Record<string, string>>
  later?: boolean
  errors?: Readonly<Record<string, string | undefined>>
  onChange: (values: Record<string, string>) => void
}) {
  if (parameters.length === 0) return null
  return (
    <fieldset className="grid gap-3 rounded-card border border-line p-3">
      <legend className="px-1 text-sm font-medium">What the playbook asks for</legend>
      {parameters.map(({ name, description, default: otherwise }) => (
        <Field
          key={name}
          label={name}
          hint={description}
          required={otherwise === null && !later}
          optional={otherwise !== null || later}
          error={errors[name]}
        >
          <TextareaGrow
            rows={1}
            value={values[name] ?? ''}
            placeholder={otherwise ?? (later ? 'brought by the call' : '')}
            onChange={(event) => onChange({ ...values, [name]: event.target.value })}
          />
        </Field>
      ))}
    </fieldset>
  )
}
