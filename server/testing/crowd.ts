import { isOpen } from '../domain/attempt.ts'
import { isLimited } from '../domain/budget.ts'
import { isSettled } from '../domain/task.ts'
import type { Records, TableName } from '../store/tables.ts'
import type { Random } from './random.ts'
import type { Person, Scenario } from './scenario.ts'
import { inShape } from './scripts.ts'
import type { Sightings } from './sightings.ts'

const minute = 60_000

/** One thing that somebody does; an interference is done to the task whose result arrives. */
export type Act = (crowd: Crowd) => unknown
export type Interference = (crowd: Crowd, taskId: string) => unknown

/** People of a run: they decide, answer, take over and change their minds, at random or with care. */
export class Crowd {
  constructor(
    private readonly scene: Scenario,
    readonly random: Random,
    private readonly sightings: Sightings,
    private readonly repertoire: readonly Act[],
    /** How long somebody keeps something paused or in hand, at most. */
    private readonly patience = 12 * minute,
  ) {}

  /** One thing that a person might do now; sometimes given twice under the same id. */
  async act(): Promise<void> {
    if (this.repertoire.length > 0) await this.random.pick(this.repertoire)(this)
  }

  see = (what: string) => this.sightings.see(what)
  get people(): readonly Person[] {
    return this.scene.people
  }
  get owner(): Person {
    return this.people[0] as Person
  }
  get somebody(): Person {
    return this.random.pick(this.scene.people)
  }
  give(person: Person, ...[name, input]: Parameters<Person['do']>): ReturnType<Person['do']> {
    const id = this.scene.newId()
    const answer = person.do(name, input, id)
    if (this.random.chance(0.2)) void person.do(name, input, id)
    return answer
  }
  any<T>(list: readonly T[], then: (one: T) => unknown): unknown {
    return list.length > 0 ? then(this.random.pick(list)) : undefined
  }
  /** The rows of every room. */
  rows<N extends TableName>(table: N): Records[N][] {
    const { scene } = this
    return scene.rooms.length === 1 ? scene.rows(table) : scene.rooms.flatMap((roomId) => scene.rows(table, roomId))
  }
  openTasks = () => this.rows('task').filter((task) => !isSettled(task.status))
  openHandoffs = () => this.rows('handoff').filter((one) => one.status === 'open')
  doneTasks = () => this.rows('task').filter((task) => task.status === 'done' && task.deliverableId === null)
  staleTasks = () => this.rows('task').filter((task) => task.status === 'stale')
  openConflicts = () => this.rows('conflict').filter((one) => one.status === 'open')
  openActions = () => this.rows('action_request').filter((one) => one.decision === 'pending')
  waiting = () => this.rows('deliverable').filter((one) => one.status === 'in_review' && one.versionId)
  agentIds = () => [...this.scene.agents.keys()]
  private soon = () => this.random.between(this.patience / 12, this.patience)

  private named(deliverableId: string, versionId: string) {
    const sha256 = this.rows('version').find((one) => one.id === versionId)?.sha256 ?? ''
    return { deliverableId, versionId, sha256 }
  }
  async approve(deliverableId: string, versionId: string, by = this.somebody) {
    const answer = await this.give(by, 'deliverable.approve', this.named(deliverableId, versionId))
    if (!answer.ok && /arrived meanwhile/.test(answer.detail))
      this.see('an approval of a version that was no longer the current one')
  }
  sendBack = (deliverableId: string, versionId: string, by = this.somebody) =>
    this.give(by, 'deliverable.request_changes', {
      ...this.named(deliverableId, versionId),
      summary: `Say more. ${this.random.between(1, 99)}`,
    })
  reject = (deliverableId: string, versionId: string) =>
    this.give(this.somebody, 'deliverable.reject', { ...this.named(deliverableId, versionId), summary: 'Not this.' })
  answer = (handoffId: string) => this.give(this.somebody, 'handoff.answer', { handoffId, body: 'Take 2026.' })
  /** Takes one of the ways that whoever asks offers. */
  choose = ({ id, options }: Records['handoff']) =>
    this.any(options, (option) => this.give(this.somebody, 'handoff.answer', { handoffId: id, option }))
  allowOrDeny = (actionId: string) =>
    this.give(this.somebody, this.random.pick(['action.allow', 'action.deny']), { actionId })
  ask = (body: string) => this.give(this.somebody, 'message.post', { roomId: this.scene.roomId, body })

  reopen = (taskId: string) => {
    const stale = this.random.pick(['redo', 'keep', 'ask'] as const)
    return this.give(this.somebody, 'task.reopen', { taskId, reason: 'A wrong year.', stale })
  }
  settleStale = (taskId: string, decision: 'redo' | 'keep') =>
    this.give(this.somebody, 'task.settle_stale', { taskId, decision, reason: 'As it is.' })
  acceptConflict = ({ id, taskId, positions }: Records['conflict']) =>
    this.any(positions, ({ versionId, value }) => {
      const alone = this.random.chance(0.6) ? { conflictId: id, value } : {}
      return this.give(this.somebody, 'task.accept_conflict', { taskId, versionId, ...alone })
    })
  raiseLimits = (goalId: string) =>
    this.give(this.owner, 'goal.set_limits', {
      goalId,
      limits: { attempts: null, tokens: null, steps: null, wallSeconds: null },
    })
  /** Whoever stopped because nothing was left gets more: rooms, and agents over all rooms. */
  async fund() {
    const { scene, owner } = this
    const limits = { tokens: null, costUsd: null }
    for (const room of this.rows('room'))
      if (isLimited(room.limits)) await this.give(owner, 'room.update', { roomId: room.id, limits })
    for (const agent of scene.rows('agent', scene.workspaceId))
      if (isLimited(agent.limits)) await this.give(owner, 'agent.update', { agentId: agent.id, limits })
  }
  split = (taskId: string) => {
    const parts = ['The quay', 'The tide'].map((title) => ({ title, brief: `${title}, on half a page.` }))
    return this.give(this.somebody, 'task.split', { taskId, parts })
  }

  /** Asks an agent of the room, or whoever can judge, what a version is worth. */
  askOpinion({ versionId, roomId }: Records['deliverable']) {
    const agents = this.rows('participant').filter((one) => one.roomId === roomId && one.kind === 'agent')
    const participantId = this.random.pick(agents)?.id
    const who = participantId !== undefined && this.random.chance(0.9) ? { participantId } : {}
    return this.give(this.somebody, 'version.ask_opinion', { versionId: versionId as string, ...who })
  }

  /** Asks whoever can judge for an opinion and sends the version back, whatever it is by then. */
  async doubt(deliverable: Records['deliverable']) {
    await this.give(this.somebody, 'version.ask_opinion', { versionId: deliverable.versionId as string })
    this.scene.clock.after(minute, () => void this.sendBack(deliverable.id, deliverable.versionId as string))
  }
  async takeOver(taskId: string) {
    const person = this.somebody
    const taken = await this.give(person, 'task.take_over', { taskId })
    if (!taken.ok) return
    this.scene.clock.after(this.soon(), () => void this.finish(person, taskId))
  }
  /** A person ends what they hold: a result, or it goes back. */
  private finish(person: Person, taskId: string) {
    if (this.random.chance(0.3)) return this.give(person, 'task.give_back', { taskId })
    return this.handIn(person, taskId)
  }
  private handIn(person: Person, taskId: string) {
    const schema = this.rows('task').find((task) => task.id === taskId)?.output?.schema
    const text = `By hand: the quay was rebuilt in ${this.random.between(1800, 1999)}, says the plate on its wall.`
    const part = schema === undefined ? { text } : { data: inShape(schema, this.random.between(1, 99)) }
    return this.give(person, 'task.submit', { taskId, artifacts: [{ parts: [part] }] })
  }

  async pauseRoom() {
    const { scene, somebody } = this
    const roomId = this.random.pick(scene.rooms)
    await this.give(somebody, 'room.update', { roomId, status: 'paused' })
    scene.clock.after(this.soon(), () => void this.give(this.owner, 'room.update', { roomId, status: 'open' }))
  }
  async pauseGoal() {
    const { scene, somebody } = this
    await this.any(this.rows('goal'), async ({ id }) => {
      await this.give(somebody, 'goal.pause', { goalId: id })
      scene.clock.after(this.soon(), () => void this.give(this.owner, 'goal.resume', { goalId: id }))
    })
  }
  async pauseAgent(agentId: string) {
    await this.give(this.somebody, 'agent.pause', { agentId })
    this.scene.clock.after(this.soon(), () => void this.give(this.owner, 'agent.resume', { agentId }))
  }
  rotateSecret = (agentId: string) => this.give(this.owner, 'agent.rotate_secret', { agentId })
  /** Removes an agent from the workspace or the room; the first one stays. */
  remove(agentId: string) {
    const { owner } = this
    if (agentId === this.agentIds()[0]) return
    if (this.random.chance(0.5)) return this.give(owner, 'agent.remove', { agentId })
    const participant = this.rows('participant').find((one) => one.subjectId === agentId)
    const gone = participant && { roomId: participant.roomId, participantId: participant.id }
    return gone && this.give(owner, 'room.remove_participant', gone)
  }
  /** The third of them leaves the workspace, whatever they are at. */
  dismiss() {
    const [owner, , third] = this.people
    const { workspaceId } = this.scene
    if (owner && third) return this.give(owner, 'member.remove', { workspaceId, memberId: third.member.id })
  }
  rollBack() {
    const approved = this.rows('version').filter((one) => one.deliverableId && one.status === 'approved')
    return this.any(approved, (one) =>
      this.give(this.somebody, 'deliverable.roll_back', {
        deliverableId: one.deliverableId as string,
        versionId: one.id,
        reason: 'A wrong year.',
      }),
    )
  }

  /** Does everything that waits for a person, with care: nothing may be left that nobody can move on. */
  async attend(round = 0): Promise<void> {
    await this.openDoors()
    await this.settleWork(round)
    for (const handoff of this.openHandoffs())
      await this.owner.do('handoff.answer', { handoffId: handoff.id, body: 'Please go on.' })
    for (const attempt of this.rows('attempt').filter((one) => one.memberId && isOpen(one.status))) {
      const person = this.people.find((one) => one.member.id === attempt.memberId)
      if (person) await this.handIn(person, attempt.taskId)
    }
    for (const person of this.people)
      for (const one of this.waiting())
        await person.do('deliverable.approve', this.named(one.id, one.versionId as string))
    const gone = new Set(
      this.rows('task').flatMap(({ id, status }) => (/^(cancelled|failed)$/.test(status) ? [id] : [])),
    )
    for (const task of this.openTasks())
      if (task.status === 'blocked' && task.needs.some((id) => gone.has(id)))
        await this.owner.do('task.cancel', { taskId: task.id })
  }

  /** Rooms, goals and the first agent go on. */
  private async openDoors() {
    const { scene, owner } = this
    await this.fund()
    for (const room of this.rows('room'))
      if (room.status !== 'open') await owner.do('room.update', { roomId: room.id, status: 'open' })
    for (const goal of this.rows('goal'))
      if (goal.status === 'paused') {
        await this.raiseLimits(goal.id)
        await owner.do('goal.resume', { goalId: goal.id })
      } else if (goal.status === 'awaiting_plan_approval') {
        const signed = await owner.do('plan.approve', { goalId: goal.id })
        if (!signed.ok) await owner.do('goal.cancel', { goalId: goal.id })
      }
    const [first = ''] = this.agentIds()
    const status = scene.rows('agent', scene.workspaceId).find((one) => one.id === first)?.status
    if (status !== 'active') await owner.do('agent.resume', { agentId: first })
  }

  /** What nobody could do, what contradicts, and what was built on something that changed. */
  private async settleWork(round: number) {
    const { owner } = this
    const [first] = this.agentIds()
    for (const task of this.openTasks())
      if (task.status === 'needs_human' && (round >= 3 || this.random.chance(0.5))) {
        const ada = this.rows('participant').find((one) => one.subjectId === first && one.roomId === task.roomId)
        if (round < 3 && this.random.chance(0.6))
          await owner.do('task.assign', { taskId: task.id, participantId: ada?.id ?? '' })
        else await owner.do('task.take_over', { taskId: task.id })
      }
    for (const conflict of this.openConflicts()) await this.acceptConflict(conflict)
    for (const task of this.staleTasks())
      await owner.do('task.settle_stale', { taskId: task.id, decision: this.random.pick(['redo', 'keep']) })
  }
}
