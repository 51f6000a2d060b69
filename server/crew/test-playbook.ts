import { createHash } from 'node:crypto'
import Papa from 'papaparse'
import { stemmer } from 'stemmer'
import { schemaErrors } from '../contract/json-schema.ts'
import { assignmentOf, type Story } from '../domain/assignment.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { CheckResult, Material } from '../domain/checks/check.ts'
import { chooseChecks, judge } from '../domain/checks/judge.ts'
import { defaultClocks } from '../domain/clocks.ts'
import { freshGoal, type Goal, type GoalInput } from '../domain/goal.ts'
import { order, type PlanTask } from '../domain/plan.ts'
import { type PlaybookName, planBy } from '../domain/playbooks.ts'
import { freshTask, type Task } from '../domain/task.ts'
import type { Comment, Version, VersionFile } from '../domain/version.ts'
import type { Delivery } from './craft.ts'
import { loadInputs } from './inputs.ts'
import { CREW, type CrewName } from './roster.ts'
import { assignmentSchema } from './wire.ts'
import { work } from './work.ts'

/** For tests only: the crew works through a plan with assignments and checks of the product itself, without a server. */
export type Asked = Pick<Goal, 'title' | 'brief'> & Partial<Pick<Goal, 'acceptance' | 'items' | 'deliverable'>>
export type Made = { task: Task; doer: CrewName; version: Version; markdown: string; checks: CheckResult[] }

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const bench = { say: () => Promise.resolve(), ask: null }

export const goalInput = (name: string, text: string): GoalInput => ({
  id: `in_${name.replace(/\W/g, '_')}`,
  name,
  mediaType: name.endsWith('.csv') ? 'text/csv' : 'text/markdown',
  sha256: hash(text),
  size: text.length,
  text,
})

/** Takes a playbook, what is asked and its inputs; returns what each task brought, in the order of the plan. */
export async function workThrough(
  playbook: PlaybookName,
  asked: Asked,
  inputs: GoalInput[],
  change?: (task: PlanTask) => PlanTask,
  draft?: string,
) {
  const goal: Goal = { ...blankGoal, acceptance: [], items: [], deliverable: null, ...asked, inputs }
  const plan = planBy(playbook, goal)
  const made = new Map<string, Made>()
  const sorted = order(plan.tasks)
  if (!sorted.ok) throw new Error('the plan has a cycle')
  for (const key of sorted.keys) {
    const planned = plan.tasks.find((task) => task.key === key)
    if (!planned) continue
    const task = taskOf(change?.(planned) ?? planned, key === plan.deliverable)
    made.set(key, await perform(goal, task, made, null, draft))
  }
  const last = made.get(plan.deliverable ?? '')
  if (!last) throw new Error('no task made the deliverable')
  return {
    made,
    deliverable: last,
    /** A person sends the deliverable back with comments; the crew answers. */
    sendBack: (comments: Pick<Comment, 'quote' | 'body'>[], summary = '') => {
      const task = {
        ...last.task,
        guidance: [
          { at: 2, from: 'person' as const, text: `On version 1: ${summary || `${comments.length} comments`}` },
        ],
      }
      return perform(goal, task, made, sentBackOf(last, comments, summary))
    },
  }
}

async function perform(
  goal: Goal,
  task: Task,
  made: ReadonlyMap<string, Made>,
  sentBack: Story['sentBack'],
  draft?: string,
): Promise<Made> {
  const assignment = assignmentOf({
    room: { id: 'room_1', name: 'Room', rules: '' } as Story['room'],
    goal,
    task,
    attempt: { id: `att_${task.key}`, number: 1, acceptBy: 1, deadlineAt: 1, offeredAt: 1 } as Attempt,
    clocks: { ...defaultClocks, heartbeatSeconds: 30 },
    earlier: [],
    upstream: task.needs.flatMap((need) => {
      const from = made.get(need)
      return from ? [{ version: from.version, title: from.task.title, author: from.doer }] : []
    }),
    sentBack,
    partial: draft === undefined ? [] : [{ author: 'writer', artifact: draftOf(draft) }],
    hash,
  })
  const wire = assignmentSchema.parse({
    ...assignment,
    attempt: { ...assignment.attempt, token: 'mst_att_x' },
    callback: { base: 'http://127.0.0.1:1' },
  })
  const inputs = await loadInputs(wire, 'http://127.0.0.1:1', new AbortController().signal)
  const doer = CREW.find(({ skills }) => task.skills.every((skill) => skills.includes(skill)))?.name ?? 'scout'
  const delivery = await work(doer, { goal: wire.goal, task: wire.task, history: wire.history, inputs }, bench)
  const version = versionOf(task, delivery, sentBack ? 2 : 1)
  const material: Material = {
    files: version.files.map((file) => ({ ...file, text: file.text ?? null })),
    response: version.response,
    output: task.output,
    brief: task.brief,
    acceptance: task.deliverableId ? goal.acceptance : [],
    sources: version.sources,
    // The strictest reading of what a task was given: the inputs of its own assignment.
    inputs: assignment.task.inputs.map(({ id, name, mediaType, text }) => ({
      id,
      name,
      mediaType,
      text: text ?? null,
    })),
    tables: assignment.task.inputs.filter(({ mediaType }) => mediaType === 'text/csv').map(tableOf),
    rejected: sentBack ? [{ sha256: sentBack.version.sha256, summary: '' }] : [],
    versionSha256: version.sha256,
    evidence: [],
    schemaErrors,
    stem: stemmer,
  }
  const checks = judge(material, chooseChecks(task))
  return { task, doer, version, markdown: version.files[0]?.text ?? '', checks }
}

function draftOf(text: string): Story['partial'][number]['artifact'] {
  const file = { name: 'draft.md', mediaType: 'text/markdown', sha256: hash(text), size: text.length, text }
  const ids = { id: 'art_1', roomId: 'room_1', goalId: 'goal_1', attemptId: 'att_0', artifactId: 'draft' }
  return { ...ids, name: 'draft', files: [file], complete: false, updatedAt: 1 }
}

function tableOf({ id, name, text }: { id: string; name: string; text?: string }) {
  const [header = [], ...rows] = Papa.parse<string[]>((text ?? '').trim()).data
  return { inputId: id, name, header, rows }
}

function versionOf(task: Task, delivery: Delivery, number: number): Version {
  const files = delivery.artifact.parts.map((part): VersionFile => {
    const text = 'text' in part ? part.text : JSON.stringify(part.data, null, 2)
    return { name: part.filename, mediaType: part.mediaType, sha256: hash(text), size: text.length, text }
  })
  return {
    ...{
      id: `ver_${task.key}_${number}`,
      roomId: 'room_1',
      goalId: 'goal_1',
      taskId: task.id,
      attemptId: `att_${task.key}`,
    },
    ...{ deliverableId: task.deliverableId, number, sha256: hash(JSON.stringify(files)), status: 'approved' as const },
    ...{ response: delivery.response, files, sources: delivery.sources, checks: [], evidence: [], builtFrom: [] },
    ...{ createdBy: 'agent_1', createdAt: 1, decidedAt: 1 },
  }
}

function sentBackOf(last: Made, comments: Pick<Comment, 'quote' | 'body'>[], summary: string): Story['sentBack'] {
  const { version } = last
  const ids = { roomId: 'room_1', goalId: 'goal_1', versionId: version.id, createdAt: 1 }
  return {
    version,
    author: last.doer,
    reviewer: 'Ana',
    review: {
      ...ids,
      id: 'rev_1',
      deliverableId: 'd',
      sha256: version.sha256,
      memberId: 'm',
      verdict: 'changes_requested',
      summary,
    },
    comments: comments.map(({ quote, body }, at) => ({
      ...{ ...ids, id: `com_${at}`, reviewId: 'rev_1', authorId: 'm', prefix: '', suffix: '', status: 'open' as const },
      ...{ quote, body },
    })),
  }
}

function taskOf(planned: PlanTask, isDeliverable: boolean): Task {
  const { key, title, brief, skills, needs, output, checks, answers, inputs } = planned
  return {
    ...freshTask,
    ...{
      id: `task_${key}`,
      roomId: 'room_1',
      goalId: 'goal_1',
      number: 1,
      key,
      title,
      brief,
      skills,
      needs,
      output,
      checks,
      answers,
    },
    ...{
      inputs: inputs ?? [],
      assigneeId: null,
      doerId: null,
      ownerId: null,
      status: 'running' as const,
      reason: null,
      fence: 1,
    },
    ...{
      attemptCount: 1,
      versionCount: 0,
      acceptedVersionId: null,
      deliverableId: isDeliverable ? 'del_1' : null,
      guidance: [],
    },
    ...{ wakeAt: null, generation: 0, createdAt: 1, readyAt: 1, endedAt: null },
  }
}

const blankGoal = {
  ...freshGoal,
  ...{ id: 'goal_1', roomId: 'room_1', number: 1, playbook: null, limits: {}, clocks: {}, autonomy: 'run' as const },
  ...{
    requiredApprovals: 1,
    status: 'running' as const,
    reason: null,
    planVersion: 1,
    planProblems: [],
    createdBy: 'Ana',
  },
  ...{ createdAt: 1, startedAt: 1, endedAt: null },
}
