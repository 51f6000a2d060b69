import type { CommandInput } from '../../../server/contract/commands.ts'

/** The form as typed; lists are one item a line. */
export type GoalDraft = {
  title: string
  brief: string
  acceptance: string
  inputs: readonly string[]
  items: string
  playbook: string
  kind: string
  name: string
  approvals: number
  autonomy: 'plan_first' | 'run'
}
export const emptyGoal: GoalDraft = {
  title: '',
  brief: '',
  acceptance: '',
  inputs: [],
  items: '',
  playbook: '',
  kind: '',
  name: '',
  approvals: 1,
  autonomy: 'plan_first',
}

/** The playbooks that ship (agent-protocol.md 1); the empty one leaves the choice to the coordinator. */
export const playbooks = [
  {
    value: '',
    label: 'As the coordinator sees fit',
    hint: 'It picks a playbook, or a model plans it where one is set up.',
  },
  { value: 'research-brief', label: 'Research brief', hint: 'Collect with sources, write, have it checked.' },
  { value: 'data-summary', label: 'Data summary', hint: 'Numbers from a table, described, and equal to the table.' },
  { value: 'for-each', label: 'For each item', hint: 'The same work for every item of a list, then one result.' },
  { value: 'checklist', label: 'Checklist', hint: 'One task for every criterion, then one result.' },
]
export const kinds = [
  { value: '', label: 'As the plan says' },
  { value: 'document', label: 'Document' },
  { value: 'report', label: 'Report' },
  { value: 'website', label: 'Website' },
  { value: 'slides', label: 'Slides' },
  { value: 'spreadsheet', label: 'Spreadsheet' },
  { value: 'patch', label: 'Patch' },
  { value: 'files', label: 'Files' },
]

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/^[-*•]\s+/, '').trim())
    .filter(Boolean)

/** The command's input from the form: what was left empty is left out, a missing brief repeats the title. */
export function goalInput(roomId: string, draft: GoalDraft): CommandInput<'goal.create'> {
  const title = draft.title.trim()
  const kind = draft.kind || (draft.name ? 'document' : '')
  return {
    roomId,
    title,
    brief: draft.brief.trim() || title,
    acceptance: lines(draft.acceptance),
    inputs: [...draft.inputs],
    items: draft.playbook === 'for-each' ? lines(draft.items) : [],
    autonomy: draft.autonomy,
    requiredApprovals: draft.approvals,
    ...(draft.playbook ? { playbook: draft.playbook } : {}),
    ...(kind ? { deliverable: { kind, name: draft.name.trim() || title } } : {}),
  }
}
