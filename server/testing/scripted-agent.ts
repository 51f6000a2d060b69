import { requestAction } from '../commands/attempt/action.ts'
import { type ActivityInput, postActivity } from '../commands/attempt/activity.ts'
import { saveArtifact } from '../commands/attempt/artifact.ts'
import { claimWork } from '../commands/attempt/claim.ts'
import { completeAttempt } from '../commands/attempt/complete.ts'
import { declineAttempt } from '../commands/attempt/decline.ts'
import { failAttempt } from '../commands/attempt/fail.ts'
import { heartbeat } from '../commands/attempt/heartbeat.ts'
import type { Command } from '../commands/kit.ts'
import type { Outcome } from '../commands/run.ts'
import type { ArtifactInput, Completion } from '../contract/commands/room.ts'
import type { Assignment } from '../domain/assignment.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { Actor } from '../domain/permission.ts'
import { asAgent } from './actors.ts'

/** What an agent's address answers: a response, or nothing at all. */
export type Answer = { status: number; headers?: Record<string, string>; body?: object | string } | 'unreachable'
/** One message as it arrived at the agent's address. */
export type Message = {
  id: string
  type: string
  data: unknown
  at: number
  tryNumber: number
  /** What came with it: its bytes, signed as the webhook adapter signs them. */
  sign: () => { timestamp: string; signature: string; body: string }
}
/** How an agent behaves: its answer to each message; what it does later it says through `agent`. */
export type Script = (message: Message, agent: ScriptedAgent) => Answer

/** What an agent needs of the run it plays in. */
export type Stage = {
  call<I, R, P>(command: Command<I, R, P>, input: I, actor: Actor, key?: string): Promise<Outcome<R>>
  after(ms: number, run: () => void): void
  now(): number
  newKey(): string
  /** Rooms of the run. */
  rooms: readonly string[]
  /** Every attempt there is, its own or not. */
  overheard(): readonly Attempt[]
}

/** An agent in the test's own process: a script decides what it answers and says. */
export class ScriptedAgent {
  /** Every message that reached its address, repeats included. */
  readonly inbox: Message[] = []
  /** Hand-outs as they arrived, by attempt. */
  readonly assignments = new Map<string, Assignment>()
  /** What our side answered to its calls, newest last. */
  readonly answers: { call: string; attemptId: string; outcome: Outcome; at: number }[] = []

  /** What our side did to it that the contract rules out. */
  readonly complaints: string[] = []

  constructor(
    readonly id: string,
    readonly name: string,
    readonly workspaceId: string,
    public script: Script,
    readonly stage: Stage,
  ) {}

  receive(message: Message): Answer {
    this.inbox.push(message)
    const { data } = message
    if (message.type === 'attempt.requested') this.assignments.set((data as Assignment).attempt.id, data as Assignment)
    const answer = this.script(message, this)
    // Whoever answers at all answers the test of its address.
    if (message.type !== 'agent.ping' || answer === 'unreachable' || answer.status >= 300) return answer
    return { status: 200, body: { challenge: (data as { challenge?: string }).challenge } }
  }

  later(ms: number, run: () => void) {
    this.stage.after(ms, run)
  }
  now = (): number => this.stage.now()
  complain(what: string) {
    this.complaints.push(`${what}, says ${this.name}`)
  }

  claim(roomId: string, claimId: string, max: number) {
    const input = { roomId, claimId, max, skills: null, again: false, goals: [] }
    return this.stage.call(claimWork, input, asAgent(this))
  }

  heartbeat(attemptId: string, progress?: number) {
    return this.say('heartbeat', heartbeat, attemptId, { attemptId, ...(progress === undefined ? {} : { progress }) })
  }
  post(attemptId: string, activity: ActivityInput) {
    return this.say('activity', postActivity, attemptId, { attemptId, activity })
  }
  save(attemptId: string, artifactId: string, artifact: ArtifactInput) {
    return this.say('artifact', saveArtifact, attemptId, { attemptId, artifactId, artifact })
  }
  askLeave(attemptId: string, command: string) {
    return this.say('action', requestAction, attemptId, { attemptId, command, arguments: {}, reason: 'to go on' })
  }
  complete(attemptId: string, completion: Partial<Completion>, key = this.stage.newKey()) {
    return this.say(
      'complete',
      completeAttempt,
      attemptId,
      { attemptId, completion: { response: '', ...completion } },
      key,
    )
  }
  fail(
    attemptId: string,
    failure: Partial<{ code: string; message: string; retryable: boolean; retryAfterSeconds: number }>,
  ) {
    return this.say('fail', failAttempt, attemptId, {
      attemptId,
      code: 'error',
      message: 'it broke',
      retryable: true,
      ...failure,
    })
  }
  decline(attemptId: string, reason = 'not my field') {
    return this.say('decline', declineAttempt, attemptId, { attemptId, reason })
  }

  /** Calls with its own token, whatever attempt it names. */
  async say<I, R, P>(
    call: string,
    command: Command<I, R, P>,
    attemptId: string,
    input: I,
    key?: string,
  ): Promise<Outcome<R>> {
    const outcome = await this.stage.call(command, input, asAgent(this), key)
    this.answers.push({ call, attemptId, outcome, at: this.now() })
    return outcome
  }
}
