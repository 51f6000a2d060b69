import type { Completion } from '../contract/commands/room.ts'
import type { CommandInput } from '../contract/commands.ts'
import type { LogEvent } from '../contract/events.ts'
import type { RoomSnapshot } from '../contract/snapshot.ts'
import type { Assignment } from '../domain/assignment.ts'
import type { ConditionName } from '../domain/drill.ts'
import type { AttemptCalls } from './attempt-calls.ts'
import type { Log } from './log.ts'

/** What an agent of the cast answers to one delivery, and what it does afterwards. */
export type Act = {
  answer?: { status: number; headers?: Record<string, string>; body?: object }
  does?: (job: Assignment, say: AttemptCalls) => Promise<unknown>
  /** What it does once its question was answered, in place of its work. */
  answered?: (job: Assignment, say: AttemptCalls) => Promise<unknown>
}

/**
 * One thing that the coordinator is expected to do: the events that prove it, or, with `never`, the events that must not be;
 * or what the room's tables must say in the end.
 */
export type Expectation =
  | { says: string; seen: (log: Log) => readonly LogEvent[]; never?: true }
  | { says: string; holds: (room: RoomSnapshot) => boolean }

/** What the person of a drill sees when something new happened, and how they act. */
export type Desk = {
  room: RoomSnapshot
  log: Log
  command: <R = unknown>(name: string, input: object) => Promise<R>
  /** True the first time it is asked with these words. */
  once: (what: string) => boolean
}

type GoalInput = Omit<CommandInput<'goal.create'>, 'roomId' | 'clocks' | 'autonomy' | 'policy'>

/** A goal that is played with faults on purpose, and what a coordinator that can be trusted does about them. */
export type Condition = {
  name: ConditionName
  /** One of the seven pilot conditions, a failure mode of MAST by its number, or one of our own about clocks. */
  kind: 'pilot' | `MAST ${number}.${number}` | 'clocks'
  /** The fault in a sentence. */
  fault: string
  goal: GoalInput
  clocks?: CommandInput<'goal.create'>['clocks']
  /** What the room decides about risky steps. */
  actionRules?: CommandInput<'room.update'>['actionRules']
  /** How many agents are cast; they are alike, the fault belongs to the hand-out. */
  workers: number
  /** What they can do besides writing. */
  skills?: string[]
  /** What is done at the first, second, … hand-out of a task, by its key; after the last one the work is done well. */
  acts: Record<string, Act[]>
  /** The result of work done well, by the task's key. */
  results?: Record<string, (job: Assignment) => Partial<Completion>>
  person?: (desk: Desk) => Promise<unknown>
  expect: Expectation[]
}
