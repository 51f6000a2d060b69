import type { CommandInput } from '../../../server/contract/commands.ts'
import type { Parameter } from '../../../server/domain/workspace.ts'
import { givenParameters } from '../../workspace/given-parameters.ts'

/** The form as typed; lists are one item a line. */
export type GoalDraft = {
  title: string
  brief: string
  acceptance: string
  inputs: readonly string[]
  items: string
  playbook: string
  parameters: Record<string, string>
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
  parameters: {},
  kind: '',
  name: '',
  approvals: 1,
  autonomy: 'plan_first',
}

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
export function goalInput(
  roomId: string,
  draft: GoalDraft,
  asked: { list: boolean; parameters: readonly Parameter[] } = { list: false, parameters: [] },
): CommandInput<'goal.create'> {
  const title = draft.title.trim()
  const kind = draft.kind || (draft.name ? 'document' : '')
  return {
    roomId,
    title,
    brief: draft.brief.trim() || title,
    acceptance: lines(draft.acceptance),
    inputs: [...draft.inputs],
    items: asked.list ? lines(draft.items) : [],
    autonomy: draft.autonomy,
    requiredApprovals: draft.approvals,
    ...(draft.playbook ? { playbook: draft.playbook } : {}),
    ...(asked.parameters.length > 0 ? { parameters: givenParameters(asked.parameters, draft.parameters) } : {}),
    ...(kind ? { deliverable: { kind, name: draft.name.trim() || title } } : {}),
  }
}
