import { randomUUID } from 'node:crypto'
import type { Attempt } from '../domain/attempt.ts'
import { freshGoal, type Goal } from '../domain/goal.ts'
import { freshRoom, type Room } from '../domain/room.ts'
import { freshTask, type Task } from '../domain/task.ts'
import { type Agent, closedBreaker, freshAgent } from '../domain/workspace.ts'

// Rows as values, in no database yet: a test names what it cares about and what the row belongs to.

let made = 0
/** Every row is a millisecond younger than the one before, so orders are certain. */
export const nextMoment = (): number => Date.UTC(2026, 0, 5, 9) + ++made
/** How many rows there are so far: makes names unlike each other. */
export const rowsMade = (): number => made

type Of<Row, Owner extends keyof Row> = Partial<Row> & Pick<Row, Owner>

export function agentRow(fields: Of<Agent, 'workspaceId' | 'ownerId'>): Agent {
  const createdAt = nextMoment()
  return {
    id: randomUUID(),
    name: `Agent ${rowsMade()}`,
    channel: 'webhook',
    url: 'https://agent.example.org/hook',
    description: '',
    skills: ['writing'],
    labels: {},
    maxConcurrency: 1,
    status: 'active',
    reason: null,
    tokenHash: randomUUID(),
    tokenHint: 'mst_agt_…abcd',
    secret: 'sealed-secret',
    secretHint: '…wxyz',
    previousSecret: null,
    previousSecretUntil: null,
    breaker: closedBreaker,
    throttledUntil: null,
    ...freshAgent,
    verifiedAt: null,
    lastSeenAt: null,
    createdAt,
    ...fields,
  }
}

export function roomRow(fields: Of<Room, 'workspaceId'>): Room {
  const createdAt = nextMoment()
  return {
    id: randomUUID(),
    name: `Room ${rowsMade()}`,
    rules: '',
    status: 'open',
    actionPolicy: 'ask',
    ...freshRoom,
    goalCount: 0,
    taskCount: 0,
    deliverableCount: 0,
    createdBy: randomUUID(),
    createdAt,
    ...fields,
  }
}

export function goalRow(fields: Of<Goal, 'roomId'>): Goal {
  const createdAt = nextMoment()
  return {
    id: randomUUID(),
    number: rowsMade(),
    title: `Goal ${rowsMade()}`,
    brief: 'Do it well.',
    acceptance: [],
    playbook: null,
    inputs: [],
    items: [],
    deliverable: null,
    limits: {},
    clocks: {},
    autonomy: 'run',
    requiredApprovals: 1,
    status: 'running',
    reason: null,
    planVersion: 1,
    planProblems: [],
    ...freshGoal,
    createdBy: randomUUID(),
    createdAt,
    startedAt: createdAt,
    endedAt: null,
    ...fields,
  }
}

export function taskRow(fields: Of<Task, 'roomId' | 'goalId'>): Task {
  const createdAt = nextMoment()
  return {
    id: randomUUID(),
    number: rowsMade(),
    key: `task-${rowsMade()}`,
    title: `Task ${rowsMade()}`,
    brief: 'Write it.',
    skills: ['writing'],
    needs: [],
    inputs: [],
    output: null,
    checks: [],
    answers: 1,
    assigneeId: null,
    doerId: null,
    ownerId: null,
    status: 'ready',
    reason: null,
    fence: 0,
    attemptCount: 0,
    versionCount: 0,
    acceptedVersionId: null,
    deliverableId: null,
    guidance: [],
    wakeAt: null,
    generation: 0,
    ...freshTask,
    createdAt,
    readyAt: createdAt,
    endedAt: null,
    ...fields,
  }
}

export function attemptRow(fields: Of<Attempt, 'roomId' | 'goalId' | 'taskId'>): Attempt {
  return {
    id: randomUUID(),
    number: 1,
    participantId: randomUUID(),
    agentId: null,
    memberId: null,
    status: 'working',
    offeredAt: nextMoment(),
    firstTryAt: null,
    deliveredAt: null,
    acceptBy: null,
    acceptedAt: null,
    leaseUntil: null,
    progressAt: null,
    nudgedAt: null,
    deadlineAt: null,
    submittedAt: null,
    endedAt: null,
    failure: null,
    reason: null,
    progress: null,
    note: null,
    checklist: [],
    match: null,
    corrections: 0,
    parkedAt: null,
    usage: null,
    claimId: null,
    retryAt: null,
    hedge: false,
    trace: [],
    ...fields,
  }
}
