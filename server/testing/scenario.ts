import type { Command, Ports } from '../commands/kit.ts'
import { joinRoom } from '../commands/room/participant.ts'
import type { Outcome } from '../commands/run.ts'
import { acceptInvite } from '../commands/workspace/accept-invite.ts'
import type { CommandInput, CommandName } from '../contract/commands.ts'
import type { Actor } from '../domain/permission.ts'
import type { Member, Role } from '../domain/workspace.ts'
import { SlotsTaken } from '../store/claim-slots.ts'
import { MemoryStore, Passing } from '../store/memory.ts'
import { MemoryDisk } from '../store/memory-disk.ts'
import type { Records, TableName } from '../store/tables.ts'
import { asPerson } from './actors.ts'
import { carryOut } from './command-desk.ts'
import { plainPorts } from './edge.ts'
import { Process } from './process.ts'
import { Line } from './scenario-call.ts'
import { Ids } from './scenario-ids.ts'
import type { AgentFields, Seams, Standing } from './scenario-parts.ts'
import { hostOf, Post } from './scenario-post.ts'
import { ScriptedAgent } from './scripted-agent.ts'
import { scripts } from './scripts.ts'
import { allScripts } from './scripts-all.ts'
import { VirtualClock } from './virtual-clock.ts'
import { calm, type Weather } from './weather.ts'

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
  readonly disk: MemoryDisk
  readonly clock = new VirtualClock()
  readonly ports: Ports
  readonly processes: Process[] = []
  readonly agents = new Map<string, ScriptedAgent>()
  readonly people: Person[] = []
  /** Errors that handlers threw: always a bug. */
  readonly bugs: { error: unknown; what: string }[] = []
  workspaceId = ''
  readonly rooms: string[] = []
  private readonly line: Line
  private readonly post: Post
  private readonly ids = new Ids()
  readonly newId = this.ids.next

  constructor(
    readonly weather: Weather = calm,
    private readonly more: Seams = {},
    from?: Standing,
  ) {
    this.disk = from?.disk.copy() ?? new MemoryDisk()
    const { disk, clock, agents } = this
    clock.between = more.between
    const named = (prefix: string) => prefix + this.newId().replaceAll('-', '').padStart(40, '0')
    this.ports = { ...plainPorts(), newToken: named, newSecret: () => named('whsec_'), ...more.ports }
    this.line = new Line({ weather, clock, alive: this.alive, bugs: this.bugs })
    this.post = new Post({ weather, disk, clock, agents, travel: this.line.travel })
    if (from) this.goOn(from)
  }

  private goOn(from: Standing) {
    this.clock.now = from.now
    this.ids.made = from.made
    this.workspaceId = from.workspaceId
    this.rooms.push(...from.rooms)
    for (const member of from.people) this.person(member)
    for (const { id, name } of from.agents) this.agents.set(id, this.actor(id, name))
    this.boot()
  }
  /** What another scenario may go on from, once nothing is under way here. */
  standing(): Standing {
    const { disk, workspaceId, rooms } = this
    const agents = [...this.agents.values()].map(({ id, name }) => ({ id, name }))
    const people = this.people.map((one) => one.member)
    return { disk, now: this.clock.now, made: this.ids.made, workspaceId, rooms, people, agents }
  }
  get roomId(): string {
    return this.rooms[0] ?? ''
  }
  get firstAnswers() {
    return this.line.firstAnswers
  }
  /** Messages that left for an agent, whether they arrived or not. */
  get sent() {
    return this.post.sent
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
    this.person(member)
    await this.room('Harbour')
  }
  /** One more room, with the owner in it. */
  async room(name: string): Promise<string> {
    const made = await (this.people[0] as Person).must('room.create', { workspaceId: this.workspaceId, name })
    this.rooms.push(String(made.roomId))
    return String(made.roomId)
  }

  /** Starts one more process on the same disk. */
  boot(): Process {
    const process: Process = new Process({
      name: `process ${this.processes.length + 1}`,
      disk: this.disk,
      clock: this.clock,
      newId: this.newId,
      ports: this.ports,
      send: this.post.from(() => process),
      random: this.weather.random,
      onBug: (error, what) => {
        // What the database refuses for too long ends as an error, and is done again later.
        const passing = error instanceof Passing || error instanceof SlotsTaken
        if (!(passing && this.weather.outage?.())) this.bugs.push({ error, what })
      },
      at: (point) => this.weather.at?.(process, point),
      fate: () => this.weather.fate?.(process) ?? 'done',
      skew: () => this.weather.skew?.(process) ?? 0,
      openStore: (options) => this.more.openStore?.(options, this.ids) ?? new MemoryStore(options),
      reactions: this.more.reactions,
      askModel: this.more.askModel,
    })
    const { claimJobs } = process.store
    process.store.claimJobs = async (limit) => {
      await this.weather.at?.(process, 'sweep')
      return claimJobs(limit)
    }
    this.more.tamper?.(process)
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
    return this.line.ask({ name: command.name, input, key }, actor, (process) => {
      const [run, under] = this.more.replace?.(command, key) ?? [command, key]
      return process.runner.run(run, input, actor, under)
    })
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
    for (const room of this.rooms)
      await this.call(joinRoom, { roomId: room, memberId: member.id }, { kind: 'coordinator' })
    return this.person(member)
  }
  private person(member: Member): Person {
    const act = (command: string, input: unknown, key = this.newId()) =>
      this.line.ask({ name: command, input, key }, asPerson(member), (process) =>
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
    channel = 'webhook',
    script = 'honest',
  }: AgentFields = {}) {
    const { workspaceId } = this
    const owner = this.people[0] as Person
    const fields = { name, channel, skills, ...(channel === 'pull' ? {} : { url: `https://${hostOf(name)}/hook` }) }
    const id = String((await owner.must('agent.register', { workspaceId, ...fields, maxConcurrency: places })).agentId)
    const agent = this.actor(id, name)
    this.agents.set(id, agent)
    await owner.must('agent.verify', { agentId: id })
    for (const roomId of this.rooms) await owner.must('room.add_participant', { roomId, agentId: id })
    agent.script = typeof script === 'string' ? allScripts[script] : script
    return agent
  }
  /** Who plays an agent: honest until told otherwise. */
  private actor(id: string, name: string): ScriptedAgent {
    const { clock, call, newId, workspaceId, rooms } = this
    const stage = { call: call.bind(this), after: clock.after.bind(clock), now: () => clock.now, newKey: newId, rooms }
    const overheard = () => rooms.flatMap((roomId) => this.rows('attempt', roomId))
    return new ScriptedAgent(id, name, workspaceId, scripts.honest, { ...stage, overheard })
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
}
