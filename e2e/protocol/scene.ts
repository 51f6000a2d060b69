import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import type * as z from 'zod'
import { agentMessages } from '../../server/contract/agent-messages.ts'
import { type FreshDatabase, freshDatabase } from '../../server/testing/postgres.ts'
import { Browser } from '../../server/testing/site.ts'
import { type Received, type Script, WebhookAgent } from './agent.ts'
import { type Answered, Caller } from './http.ts'
import { owner, randomName, type ServerProcess, startServer } from './server.ts'
import { patienceMs, until } from './until.ts'

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is read as it is
type Json = any

export type Registered = { agentId: string; token: string; secret: string; agent: WebhookAgent; calls: Caller }
export type Colleague = { browser: Browser; calls: Caller; email: string; password: string; memberId: string }
export type Pulling = { agentId: string; token: string; calls: Caller }

/** A server process with its owner, and what tests do again and again. */
export class Scene {
  readonly agents: WebhookAgent[] = []
  person: Caller
  workspaceId = ''

  constructor(
    readonly database: FreshDatabase,
    public server: ServerProcess,
  ) {
    this.person = new Caller(server.url, owner.token)
  }

  static async open(env: Record<string, string | number> = {}): Promise<Scene> {
    const database = await freshDatabase()
    const scene = new Scene(database, await startServer(database.url, env))
    scene.workspaceId = (await scene.person.get('/api/v1/me')).json.workspaces[0].id
    return scene
  }
  async close(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.close()))
    await this.server.stop()
    await this.database.drop()
  }
  /** Kills the server and starts another on the same database and port. */
  async restart(): Promise<void> {
    const port = Number(new URL(this.server.url).port)
    await this.server.stop()
    this.server = await startServer(this.database.url, { port })
  }

  send(name: string, input: unknown, id: string = randomUUID()): Promise<Answered> {
    return this.person.post('/api/v1/commands', { id, name, input })
  }
  /** The result of a command that has to succeed. */
  async must(name: string, input: unknown): Promise<Json> {
    const answered = await this.send(name, input)
    if (answered.status !== 200) throw new Error(`${name} was answered ${answered.status}: ${answered.text}`)
    return answered.json.result
  }
  room(name = randomName('room')): Promise<string> {
    return this.must('room.create', { workspaceId: this.workspaceId, name }).then(({ roomId }) => roomId)
  }
  /** A webhook agent, registered and proved, in the rooms named. */
  async webhookAgent(
    options: { rooms?: string[]; skills?: string[]; maxConcurrency?: number; script?: Script; name?: string } = {},
  ): Promise<Registered> {
    const { rooms = [], skills = [], maxConcurrency = 1, script, name = randomName('agent') } = options
    const agent = await WebhookAgent.open(script)
    this.agents.push(agent)
    const { workspaceId } = this
    const input = { workspaceId, name, channel: 'webhook', url: agent.url, skills, maxConcurrency }
    const { agentId, token, secret } = await this.must('agent.register', input)
    agent.secrets = [secret]
    const { status, reason } = await this.must('agent.verify', { agentId })
    if (status !== 'active') throw new Error(`the agent did not pass: ${reason}`)
    for (const roomId of rooms) await this.must('room.add_participant', { roomId, agentId })
    return { agentId, token, secret, agent, calls: new Caller(this.server.url, token) }
  }
  async pullAgent(options: { rooms?: string[]; skills?: string[]; maxConcurrency?: number } = {}): Promise<Pulling> {
    const { rooms = [], skills = [], maxConcurrency = 1 } = options
    const input = { workspaceId: this.workspaceId, name: randomName('puller'), channel: 'pull', skills, maxConcurrency }
    const { agentId, token } = await this.must('agent.register', input)
    for (const roomId of rooms) await this.must('room.add_participant', { roomId, agentId })
    return { agentId, token, calls: new Caller(this.server.url, token) }
  }
  /** A running goal of one task (or of the plan given). Answers its id. */
  async goal(roomId: string, more: Record<string, unknown> = {}): Promise<string> {
    const plan = { tasks: [{ key: 'one', title: 'Write it', brief: 'Write one sentence about bridges.', skills: [] }] }
    const input = { roomId, title: randomName('goal'), brief: 'Write about bridges.', plan, autonomy: 'run', ...more }
    const { goalId, status, problems } = await this.must('goal.create', input)
    if (more.autonomy === undefined && status !== 'running') throw new Error(`not running: ${status} ${problems}`)
    return goalId
  }
  /** An agent with one task in its hands, and the means to speak about it. */
  async atWork(goal: Record<string, unknown> = {}) {
    const roomId = await this.room()
    const worker = await this.webhookAgent({ rooms: [roomId] })
    const goalId = await this.goal(roomId, goal)
    const message = await worker.agent.got('attempt.requested')
    const { attempt } = message.data
    await this.event(roomId, 'attempt.accepted')
    return { ...worker, roomId, goalId, message, id: attempt.id as string, own: this.callsWith(attempt.token) }
  }
  async snapshot(roomId: string): Promise<Json> {
    return (await this.person.get(`/api/v1/rooms/${roomId}/snapshot`)).json
  }
  async events(roomId: string, after = 0): Promise<Json[]> {
    const all: Json[] = []
    for (let seq = after; ; ) {
      const page = (await this.person.get(`/api/v1/rooms/${roomId}/events?after=${seq}&limit=500`)).json
      all.push(...page.events)
      if (page.events.length < 500) return all
      seq = page.events.at(-1).seq
    }
  }
  /** The first event of a type in a room, waited for. */
  event(
    roomId: string,
    type: string,
    where: (event: Json) => boolean = () => true,
    withinMs = patienceMs,
  ): Promise<Json> {
    return until(async () => (await this.events(roomId)).find((event) => event.type === type && where(event)), {
      withinMs,
      what: `${type} happened`,
    })
  }
  async task(taskId: string): Promise<Json> {
    return (await this.person.get(`/api/v1/tasks/${taskId}`)).json
  }
  async attempt(attemptId: string): Promise<Json> {
    return (await this.person.get(`/api/v1/attempts/${attemptId}`)).json
  }
  /** Another person of the workspace: came by invitation, signed in, made a token. */
  async colleague(role: 'admin' | 'member' | 'viewer' = 'member'): Promise<Colleague> {
    const { token } = await this.must('member.invite', { workspaceId: this.workspaceId, role })
    const browser = new Browser(this.server)
    const email = `${randomName('person')}@northwind.example`
    const person = { token, name: email, email, password: 'a kettle by the window' }
    const joined = await browser.post('/api/v1/join', person)
    if (joined.status !== 200) throw new Error(`could not join: ${await joined.text()}`)
    const signedIn = await browser.signIn(email, person.password)
    if (signedIn.status !== 200) throw new Error(`could not sign in: ${await signedIn.text()}`)
    const made = await browser.post('/api/v1/commands', {
      id: randomUUID(),
      name: 'token.create',
      input: { workspaceId: this.workspaceId, name: 'theirs' },
    })
    const { result } = (await made.json()) as { result: { token: string } }
    const calls = this.callsWith(result.token)
    const { workspaces } = (await calls.get('/api/v1/me')).json
    return { browser, calls, email, password: person.password, memberId: workspaces[0].memberId }
  }
  /** The agent's row as the workspace shows it. */
  async agentRow(agentId: string): Promise<Json> {
    const { agents } = (await this.person.get(`/api/v1/workspaces/${this.workspaceId}/snapshot`)).json
    return agents.find((agent: Json) => agent.id === agentId)
  }
  callsWith(token: string): Caller {
    return new Caller(this.server.url, token)
  }
}

/** What of a message is not as the contract's schemas have it, or null. */
function shapeFault({ type, data }: Received): string | null {
  const schema = (agentMessages as Record<string, z.ZodType | undefined>)[type]
  const fault = schema ? schema.safeParse(data).error?.message : 'an unknown type'
  return fault === undefined ? null : `${type}: ${fault}`
}

/** Gives a test file a server of its own. */
export function testServer(env: Record<string, string | number> = {}): () => Scene {
  let scene: Scene | undefined
  beforeAll(async () => {
    scene = await Scene.open(env)
  })
  afterAll(async () => {
    const output = scene?.server.output() ?? ''
    await scene?.close()
    const bugs = output.split('\n').filter((line) => line.includes('"a bug"') || line.includes('a door failed'))
    if (bugs.length > 0) throw new Error(`the server wrote of bugs:\n${bugs.join('\n')}`)
    const misshapen = scene?.agents.flatMap((agent) => agent.received.map(shapeFault)).filter((fault) => fault !== null)
    if (misshapen?.length) throw new Error(`messages that break the contract:\n${misshapen.join('\n')}`)
  })
  return () => {
    if (!scene) throw new Error('the server is there from beforeAll on')
    return scene
  }
}
