import type { Command, Ports } from '../commands/kit.ts'
import { joinRoom } from '../commands/room/participant.ts'
import type { Outcome, Reactions } from '../commands/run.ts'
import { acceptInvite } from '../commands/workspace/accept-invite.ts'
import type { CommandInput, CommandName } from '../contract/commands.ts'
import { refuse } from '../contract/problems.ts'
import type { Send } from '../coordinator/deliver-job.ts'
import type { Actor } from '../domain/permission.ts'
import type { Member, Role } from '../domain/workspace.ts'
import { MemoryDisk } from '../store/memory-disk.ts'
import type { Records, TableName } from '../store/tables.ts'
import { asPerson } from './actors.ts'
import { carryOut, FirstAnswers } from './command-desk.ts'
import { plainPorts } from './edge.ts'
import { Process } from './process.ts'
import { readBack } from './read-back.ts'
import { type Script, ScriptedAgent } from './scripted-agent.ts'
import { type ScriptName, scripts } from './scripts.ts'
import { VirtualClock } from './virtual-clock.ts'
import { calm, type Weather } from './weather.ts'

export type AgentFields = { name?: string; skills?: string[]; places?: number; script?: ScriptName | Script }
/** Where a test may put something else in place of the product's own, to see that its absence is noticed. */
export type Seams = {
  ports?: Partial<Ports>
  reactions?: Reactions
  replace?: <I, R, P>(command: Command<I, R, P>, key: string | undefined) => [Command<I, R, P>, string | undefined]
}
type Called<I, R, P> = { command: Command<I, R, P>; input: I; actor: Actor; key?: string | undefined }

/** A person who gives commands, as through the command door: the input is parsed by the contract. */
export type Person = {
  member: Member
  do<N extends CommandName>(name: N, input: CommandInput<N>, id?: string): Promise<Outcome>
  /** The same, where a refusal fails the test. */
  must<N extends CommandName>(name: N, input: CommandInput<N>, id?: string): Promise<Record<string, unknown>>
}

/**
 * A whole workspace in one test process: the real commands and coordinator on a memory disk, people and scripted agents
 * around them, on a clock that moves when the test says so. Only the edge is played.
 */
export class Scenario {
  readonly disk = new MemoryDisk()
  readonly clock = new VirtualClock()
  readonly ports: Ports
  readonly processes: Process[] = []
  readonly agents = new Map<string, ScriptedAgent>()
  readonly people: Person[] = []
  /** Errors that handlers threw: always a bug. */
  readonly bugs: { error: unknown; what: string }[] = []
  /** Messages that left for an agent, whether they arrived or not. */
  readonly sent: { id: string; agentId: string; type: string; at: number; body: string }[] = []
  workspaceId = ''
  roomId = ''
  readonly firstAnswers = new FirstAnswers()
  private readonly sendCounts = new Map<string, number>()
  private made = 0

  constructor(
    readonly weather: Weather = calm,
    private readonly more: Seams = {},
  ) {
    this.ports = { ...plainPorts(), ...more.ports }
  }

  /** A scenario with a workspace, an owner, a process and a room. */
  static async open(...given: ConstructorParameters<typeof Scenario>): Promise<Scenario> {
    const scenario = new Scenario(...given)
    await scenario.furnish()
    return scenario
  }
  async furnish() {
    this.workspaceId = this.newId()
    const lane = this.disk.openLane(this.workspaceId, 'workspace', this.workspaceId)
    lane.tables.workspace.put(lane.id, { id: lane.id, name: 'Northwind', createdAt: this.clock.now })
    this.boot()
    const id = this.newId()
    const who = { userId: this.newId(), name: 'Ana', email: 'ana@northwind.test', createdAt: this.clock.now }
    const member: Member = { id, workspaceId: lane.id, ...who, role: 'owner', status: 'active' }
    this.disk.plant('member', member)
    const owner = this.person(member)
    const made = await owner.must('room.create', { workspaceId: lane.id, name: 'Harbour' })
    this.roomId = String(made.roomId)
  }

  newId = (): string => `00000000-0000-4000-8000-${(++this.made).toString(16).padStart(12, '0')}`

  /** Starts one more process on the same disk. */
  boot(): Process {
    const process: Process = new Process({
      name: `process ${this.processes.length + 1}`,
      disk: this.disk,
      clock: this.clock,
      newId: this.newId,
      ports: this.ports,
      send: this.send,
      random: this.weather.random,
      onBug: (error, what) => this.bugs.push({ error, what }),
      at: (point) => this.weather.at?.(process, point),
      fate: () => this.weather.fate?.(process) ?? 'done',
      ...(this.more.reactions ? { reactions: this.more.reactions } : {}),
    })
    this.processes.push(process)
    return process
  }
  alive = (): Process[] => this.processes.filter((process) => process.alive)
  get process(): Process {
    const [first] = this.alive()
    if (!first) throw new Error('no process is alive')
    return first
  }

  /** Gives a command to a process that is alive; who gets no answer asks again with the same key. */
  async call<I, R, P>(command: Command<I, R, P>, input: I, actor: Actor, key?: string): Promise<Outcome<R>> {
    return this.ask({ command, input, actor, key }, (process, { command, input, actor, key }) => {
      const [run, under] = this.more.replace?.(command, key) ?? [command, key]
      return process.runner.run(run, input, actor, under)
    })
  }
  private async ask<I, R, P>(
    called: Called<I, R, P>,
    run: (process: Process, called: Called<I, R, P>) => Promise<Outcome<R>>,
  ): Promise<Outcome<R>> {
    for (let tries = 0; tries < 20; tries++) {
      await this.travel()
      const alive = this.alive()
      const process = alive[Math.floor(this.weather.random() * alive.length)]
      if (process) {
        // A handler that throws is told to `bugs`; its caller gets what the door would answer.
        const broke = () => refuse('internal', 'something broke on our side')
        const answer = await Promise.race([run(process, called).catch(broke), process.ended])
        await this.travel()
        if (answer !== 'ended') this.firstAnswers.compare(called, answer, this.bugs)
        if (answer !== 'ended' && !(called.key && this.weather.losesAnswer?.())) return answer
      }
      await this.clock.wait(1000 + 500 * tries)
    }
    return refuse('internal', 'no answer after twenty tries')
  }
  private async travel() {
    const ms = this.weather.travel?.() ?? 0
    if (ms > 0) await this.clock.wait(ms)
  }

  /** Somebody who takes an invitation into the room. */
  async join(name: string, role: Exclude<Role, 'owner'> = 'member'): Promise<Person> {
    const { workspaceId, roomId } = this
    const { inviteId } = await (this.people[0] as Person).must('member.invite', { workspaceId, roomId, role })
    const who = { userId: this.newId(), name, email: `${name.toLowerCase()}@northwind.test` }
    const input = { workspaceId, inviteId: String(inviteId), ...who }
    const taken = await this.call(acceptInvite, input, { kind: 'coordinator' })
    const member = taken.ok && this.disk.lane(workspaceId).tables.member.get(taken.result.memberId)
    if (!member) throw new Error(`${name} could not join`)
    await this.call(joinRoom, { roomId, memberId: member.id }, { kind: 'coordinator' })
    return this.person(member)
  }
  private person(member: Member): Person {
    const act = (command: string, input: unknown, key = this.newId()) =>
      this.ask({ command: command as never, input, actor: asPerson(member), key }, (process) =>
        carryOut(this, process, command as CommandName, input, asPerson(member), key),
      )
    const person: Person = {
      member,
      do: act,
      async must(name, input, key) {
        const outcome = await act(name, input, key)
        if (!outcome.ok) throw new Error(`${name}: ${outcome.code}: ${outcome.detail}`)
        return outcome.result as Record<string, unknown>
      },
    }
    this.people.push(person)
    return person
  }

  /** An agent that is registered, verified and in the room; honest unless its script says otherwise. */
  async agent({
    name = `agent ${this.agents.size + 1}`,
    skills = ['writing'],
    places = 1,
    script = 'honest',
  }: AgentFields = {}) {
    const { workspaceId, roomId } = this
    const owner = this.people[0] as Person
    const fields = { name, channel: 'webhook' as const, url: `https://${name.replace(/\W/g, '-')}.test/hook`, skills }
    const { agentId } = await owner.must('agent.register', { workspaceId, ...fields, maxConcurrency: places })
    const id = String(agentId)
    const play: Script = typeof script === 'string' ? scripts[script] : script
    const stage = { call: this.call.bind(this), after: this.clock.after.bind(this.clock), now: () => this.clock.now }
    const agent = new ScriptedAgent(id, name, workspaceId, scripts.honest, { ...stage, newKey: this.newId })
    this.agents.set(id, agent)
    await owner.must('agent.verify', { agentId: id })
    await owner.must('room.add_participant', { roomId, agentId: id })
    agent.script = play
    return agent
  }

  /** A goal that runs at once: `tasks` by key, each with what it needs; one task that needs nothing unless given. */
  async goal(more: Partial<CommandInput<'goal.create'>> = {}, by = this.people[0] as Person): Promise<string> {
    const plan = { tasks: [{ key: 'only', title: 'The only task', skills: ['writing'] }] }
    const fields = { title: 'A report on the harbour', brief: 'Two pages on what the harbour brings.' }
    const made = await by.must('goal.create', { roomId: this.roomId, ...fields, autonomy: 'run', plan, ...more })
    return String(made.goalId)
  }

  rows<N extends TableName>(table: N, laneId = this.roomId): Records[N][] {
    return [...(this.disk.lane(laneId).tables[table] as unknown as { all(): Iterable<Records[N]> }).all()]
  }
  task(key = 'only'): Records['task'] {
    const found = this.rows('task').find((task) => task.key === key)
    if (!found) throw new Error(`no task ${key}`)
    return found
  }
  attempts(key = 'only'): Records['attempt'][] {
    const { id } = this.task(key)
    return this.rows('attempt')
      .filter((attempt) => attempt.taskId === id)
      .sort((a, b) => a.number - b.number)
  }
  /** What the room was told, oldest first. */
  said = (): string[] => this.rows('message').map((message) => message.body)
  events = (type?: string) => this.disk.lane(this.roomId).events.filter((event) => !type || event.type === type)

  /** The way to an agent's address and back. */
  private send: Send = async (message) => {
    const agent = [...this.agents.values()].find((one) => message.url.includes(`//${one.name.replace(/\W/g, '-')}.`))
    if (!agent) throw new Error(`nobody lives at ${message.url}`)
    const sentAt = this.clock.now
    this.sent.push({ id: message.id, agentId: agent.id, type: message.type, at: sentAt, body: message.body })
    await this.travel()
    const tryNumber = (this.sendCounts.get(message.id) ?? 0) + 1
    this.sendCounts.set(message.id, tryNumber)
    const data: unknown = JSON.parse(message.body).data
    const answer = agent.receive({ id: message.id, type: message.type, data, at: this.clock.now, tryNumber })
    await this.travel()
    return readBack(message.type, answer, sentAt, this.clock.now)
  }
}
