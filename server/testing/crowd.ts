import { isOpen } from '../domain/attempt.ts'
import { isSettled } from '../domain/task.ts'
import type { Random } from './random.ts'
import type { Person, Scenario } from './scenario.ts'
import type { Sightings } from './sightings.ts'

const minute = 60_000

/** People of a run: they decide, answer, take over and change their minds, at random or with care. */
export class Crowd {
  constructor(
    private readonly scene: Scenario,
    private readonly random: Random,
    private readonly sightings: Sightings,
  ) {}

  private get somebody(): Person {
    return this.random.pick(this.scene.people.slice(0, 2))
  }

  /** One thing that a person might do now; sometimes given twice under the same id. */
  async act(): Promise<void> {
    const { random } = this
    const act = random.pick(this.acts)
    await act()
  }

  private give(person: Person, ...[name, input]: Parameters<Person['do']>): ReturnType<Person['do']> {
    const id = this.scene.newId()
    const answer = person.do(name, input, id)
    if (this.random.chance(0.2)) void person.do(name, input, id)
    return answer
  }
  private any<T>(list: readonly T[], then: (one: T) => unknown): unknown {
    return list.length > 0 ? then(this.random.pick(list)) : undefined
  }
  private openTasks = () => this.scene.rows('task').filter((task) => !isSettled(task.status))
  private waiting = () => this.scene.rows('deliverable').filter((one) => one.status === 'in_review' && one.versionId)

  private named(deliverableId: string, versionId: string) {
    const sha256 = this.scene.rows('version').find((one) => one.id === versionId)?.sha256 ?? ''
    return { deliverableId, versionId, sha256 }
  }

  private async approve(deliverableId: string, versionId: string, by = this.somebody) {
    const answer = await this.give(by, 'deliverable.approve', this.named(deliverableId, versionId))
    if (!answer.ok && /arrived meanwhile/.test(answer.detail))
      this.sightings.see('an approval of a version that was no longer the current one')
  }

  private sendBack = (deliverableId: string, versionId: string, by = this.somebody) =>
    this.give(by, 'deliverable.request_changes', {
      ...this.named(deliverableId, versionId),
      summary: `Say more. ${this.random.between(1, 99)}`,
    })

  private readonly acts: (() => unknown)[] = [
    () => this.any(this.waiting(), (one) => this.approve(one.id, one.versionId as string)),
    () => this.any(this.waiting(), (one) => this.sendBack(one.id, one.versionId as string)),
    () => this.any(this.waiting(), (one) => this.sendBack(one.id, one.versionId as string)),
    () =>
      this.any(this.waiting(), async (one) => {
        const [first, second] = this.scene.people as [Person, Person]
        const both = [
          this.approve(one.id, one.versionId as string, first),
          this.sendBack(one.id, one.versionId as string, second),
        ]
        await Promise.all(both)
        this.sightings.see('two people decided at once')
      }),
    () =>
      this.any(this.waiting(), (one) =>
        this.give(this.somebody, 'deliverable.reject', {
          ...this.named(one.id, one.versionId as string),
          summary: 'Not this.',
        }),
      ),
    // Decides on whatever version they still have open in another window.
    () =>
      this.any(
        this.scene.rows('version').filter((one) => one.deliverableId),
        (one) => this.approve(one.deliverableId as string, one.id),
      ),
    () =>
      this.any(
        this.scene.rows('handoff').filter((one) => one.status === 'open'),
        (one) => this.answer(one.id),
      ),
    () =>
      this.any(
        this.scene.rows('handoff').filter((one) => one.status === 'open'),
        (one) => this.answer(one.id),
      ),
    () =>
      this.any(this.openTasks(), (task) =>
        this.any(this.scene.rows('participant'), (one) =>
          this.give(this.somebody, 'task.assign', { taskId: task.id, participantId: one.id }),
        ),
      ),
    () => this.any(this.openTasks(), (task) => this.takeOver(task.id)),
    () => this.any(this.openTasks(), (task) => this.give(this.somebody, 'task.retry', { taskId: task.id })),
    () => this.pauseFor('goal'),
    () => this.pauseFor('room'),
    () => this.any(this.agentIds(), (agentId) => this.pauseAgent(agentId)),
    () =>
      this.any(this.scene.rows('action_request'), (one) =>
        this.give(this.somebody, this.random.pick(['action.allow', 'action.deny']), { actionId: one.id }),
      ),
    () =>
      this.give(this.somebody, 'message.post', { roomId: this.scene.roomId, body: 'How far are we, @coordinator?' }),
    () =>
      this.random.chance(0.2) &&
      this.any(this.openTasks(), (task) => this.give(this.somebody, 'task.cancel', { taskId: task.id })),
    () =>
      this.random.chance(0.15) &&
      this.any(this.scene.rows('goal'), (goal) => this.give(this.somebody, 'goal.cancel', { goalId: goal.id })),
    () => this.random.chance(0.3) && this.any(this.agentIds(), (agentId) => this.remove(agentId)),
    () => this.random.chance(0.5) && this.rollBack(),
  ]

  private answer(handoffId: string, body = 'Take 2026.') {
    return this.give(this.somebody, 'handoff.answer', { handoffId, body })
  }

  private async takeOver(taskId: string) {
    const person = this.somebody
    const taken = await this.give(person, 'task.take_over', { taskId })
    if (!taken.ok) return
    this.scene.clock.after(this.random.between(1, 8) * minute, () => void this.finish(person, taskId))
  }
  /** A person ends what they hold: a result, or it goes back. */
  private finish(person: Person, taskId: string) {
    if (this.random.chance(0.3)) return this.give(person, 'task.give_back', { taskId })
    return this.handIn(person, taskId)
  }
  private handIn(person: Person, taskId: string) {
    const schema = this.scene.rows('task').find((task) => task.id === taskId)?.output?.schema
    const text = `By hand: the quay was rebuilt in ${this.random.between(1800, 1999)}, says the plate on its wall.`
    const part = schema === undefined ? { text } : { data: { value: this.random.between(1, 99) } }
    return this.give(person, 'task.submit', { taskId, artifacts: [{ parts: [part] }] })
  }

  private async pauseFor(what: 'goal' | 'room') {
    const { scene, somebody } = this
    const later = this.random.between(1, 12) * minute
    if (what === 'room') {
      await this.give(somebody, 'room.update', { roomId: scene.roomId, status: 'paused' })
      scene.clock.after(later, () => void this.give(somebody, 'room.update', { roomId: scene.roomId, status: 'open' }))
    } else
      await this.any(scene.rows('goal'), async ({ id }) => {
        await this.give(somebody, 'goal.pause', { goalId: id })
        scene.clock.after(later, () => void this.give(somebody, 'goal.resume', { goalId: id }))
      })
  }

  private agentIds = () => [...this.scene.agents.keys()]
  private async pauseAgent(agentId: string) {
    await this.give(this.somebody, 'agent.pause', { agentId })
    this.scene.clock.after(5 * minute, () => void this.give(this.somebody, 'agent.resume', { agentId }))
  }
  /** Removes an agent from the workspace or the room; the first one stays. */
  private remove(agentId: string) {
    const [owner] = this.scene.people as [Person]
    if (agentId === this.agentIds()[0]) return
    if (this.random.chance(0.5)) return this.give(owner, 'agent.remove', { agentId })
    const participant = this.scene.rows('participant').find((one) => one.subjectId === agentId)
    return (
      participant &&
      this.give(owner, 'room.remove_participant', { roomId: this.scene.roomId, participantId: participant.id })
    )
  }
  private rollBack() {
    const approved = this.scene.rows('version').filter((one) => one.deliverableId && one.status === 'approved')
    return this.any(approved, (one) =>
      this.give(this.somebody, 'deliverable.roll_back', {
        deliverableId: one.deliverableId as string,
        versionId: one.id,
        reason: 'A wrong year.',
      }),
    )
  }

  /** Does everything that waits for a person, with care: nothing may be left that nobody can move on. */
  async attend(): Promise<void> {
    const { scene } = this
    const [owner] = scene.people as [Person]
    if (scene.rows('room')[0]?.status !== 'open')
      await owner.do('room.update', { roomId: scene.roomId, status: 'open' })
    for (const goal of scene.rows('goal'))
      if (goal.status === 'paused') await owner.do('goal.resume', { goalId: goal.id })
    await owner.do('agent.resume', { agentId: this.agentIds()[0] as string })
    for (const task of this.openTasks())
      if (task.status === 'needs_human' && this.random.chance(0.5)) {
        const ada = scene.rows('participant').find((one) => one.subjectId === this.agentIds()[0])
        await owner.do('task.assign', { taskId: task.id, participantId: ada?.id ?? '' })
      }
    for (const handoff of scene.rows('handoff').filter((one) => one.status === 'open'))
      await owner.do('handoff.answer', { handoffId: handoff.id, body: 'Please go on.' })
    for (const attempt of scene.rows('attempt').filter((one) => one.memberId && isOpen(one.status))) {
      const person = scene.people.find((one) => one.member.id === attempt.memberId)
      if (person) await this.handIn(person, attempt.taskId)
    }
    for (const person of scene.people)
      for (const one of this.waiting())
        await person.do('deliverable.approve', this.named(one.id, one.versionId as string))
    for (const task of this.openTasks())
      if (task.status === 'blocked' && /, which it needs, is /.test(task.reason ?? ''))
        await owner.do('task.cancel', { taskId: task.id })
  }
}
