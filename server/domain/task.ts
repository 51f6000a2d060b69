import type { Table, Waker } from './machine.ts'

export const taskStatuses = [
  'blocked',
  'ready',
  'running',
  'checking',
  'in_review',
  'done',
  'waiting_input',
  'needs_human',
  'stale',
  'cancelled',
  'failed',
] as const
export type TaskStatus = (typeof taskStatuses)[number]
export type TaskEvent =
  | 'unblock'
  | 'block'
  | 'hand_out'
  | 'take_back'
  | 'submit'
  | 'ask'
  | 'answer'
  | 'accept'
  | 'review'
  | 'revise'
  | 'escalate'
  | 'go_stale'
  | 'cancel'
  | 'give_up'

const stops = { cancel: 'cancelled', give_up: 'failed', escalate: 'needs_human' } as const

export const taskTable = {
  // A task with parts is settled when its parts are, without ever being handed out.
  blocked: { unblock: 'ready', accept: 'done', review: 'in_review', ...stops },
  ready: { hand_out: 'running', block: 'blocked', go_stale: 'stale', ...stops },
  running: { take_back: 'ready', submit: 'checking', ask: 'waiting_input', go_stale: 'stale', ...stops },
  checking: { accept: 'done', review: 'in_review', take_back: 'ready', answer: 'running', go_stale: 'stale', ...stops },
  in_review: { accept: 'done', revise: 'ready', go_stale: 'stale', ...stops },
  done: { revise: 'ready', go_stale: 'stale' },
  waiting_input: { answer: 'running', take_back: 'ready', submit: 'checking', go_stale: 'stale', ...stops },
  needs_human: {
    unblock: 'ready',
    block: 'blocked',
    hand_out: 'running',
    accept: 'done',
    review: 'in_review',
    cancel: 'cancelled',
    give_up: 'failed',
  },
  stale: { unblock: 'ready', block: 'blocked', accept: 'done', ...stops },
  cancelled: {},
  failed: {},
} as const satisfies Table<TaskStatus, TaskEvent>

/** What moves a task on from each status. */
export const taskWaker = {
  blocked: 'dependency',
  ready: 'clock', // dispatch looks again at wakeAt, or at once when somebody becomes free
  running: 'clock', // the open attempt's clocks
  checking: 'job',
  in_review: 'person',
  done: 'none',
  waiting_input: 'person',
  needs_human: 'person',
  stale: 'person',
  cancelled: 'none',
  failed: 'none',
} as const satisfies Record<TaskStatus, Waker>

export type OutputContract = {
  kind?: string | undefined
  mediaType?: string | undefined
  schema?: unknown
  sections?: string[] | undefined
}
export type ChosenCheck = { name: string; required?: boolean | undefined; [option: string]: unknown }

/** Words added to a task's brief after the plan: what failed before, or what a person asked to change. */
export type Guidance = { at: number; from: 'coordinator' | 'person'; text: string; versionId?: string | undefined }

/**
 * `work` is done by somebody. `answers` asks several independently (its children) and is settled by comparing them;
 * `each` makes one child per item of a list and is settled when all of them are done.
 */
export const taskRoles = ['work', 'answers', 'each'] as const
export type TaskRole = (typeof taskRoles)[number]

/**
 * One child per item: of the result of the task with the id `from`, of the goal's input with the id `file`, or of the
 * goal's own items when neither is named. More than `max` items go to a person.
 */
export type Each = { from: string | null; file: string | null; max: number }

/** One piece of work. Moments are Unix milliseconds of the database clock. */
export type Task = {
  id: string
  roomId: string
  goalId: string
  number: number
  key: string
  title: string
  brief: string
  skills: string[]
  /** Ids of the tasks whose accepted output this one builds on. */
  needs: string[]
  /** Ids of the goal inputs that travel with it. */
  inputs: string[]
  output: OutputContract | null
  checks: ChosenCheck[]
  answers: number
  assigneeId: string | null
  /** The participant of the open attempt. */
  doerId: string | null
  /** The member who answers for it. */
  ownerId: string | null
  status: TaskStatus
  /** Why it is where it is, in one plain sentence. */
  reason: string | null
  fence: number
  /** Hand-outs that count towards the limit (declines and throttling do not). */
  attemptCount: number
  versionCount: number
  acceptedVersionId: string | null
  deliverableId: string | null
  guidance: Guidance[]
  /** Next time dispatch looks at it while ready. */
  wakeAt: number | null
  /** Raised by a human reopening; a terminal transition happens once per generation. */
  generation: number
  /** The task that this one is a part of. */
  parentId: string | null
  role: TaskRole
  each: Each | null
  /** The item of the parent's list that this child is about, or the number of its answer. */
  item: unknown
  /** How many tasks that made tasks stand above it. */
  depth: number
  /** Past this moment a person is asked, however many tries are left. */
  deadlineAt: number | null
  createdAt: number
  readyAt: number | null
  endedAt: number | null
}

const settled: ReadonlySet<TaskStatus> = new Set(['done', 'cancelled', 'failed'])
export const isSettled = (status: TaskStatus): boolean => settled.has(status)

/** A task that is no part of another. */
export const freshTask = {
  parentId: null,
  role: 'work',
  each: null,
  item: null,
  depth: 0,
  deadlineAt: null,
} as const satisfies Partial<Task>
