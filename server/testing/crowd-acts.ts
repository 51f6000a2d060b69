import type { Act, Crowd, Interference } from './crowd.ts'
import { rewritePlan } from './crowd-plans.ts'
import type { Person } from './scenario.ts'

/** What people do by their own will while a run is under way, by kind: a run turns a random part of the kinds on. */
export const acts = {
  decide: [
    (crowd) => crowd.any(crowd.waiting(), (one) => crowd.approve(one.id, one.versionId as string)),
    (crowd) => crowd.any(crowd.waiting(), (one) => crowd.sendBack(one.id, one.versionId as string)),
    (crowd) => crowd.any(crowd.waiting(), (one) => crowd.sendBack(one.id, one.versionId as string)),
    (crowd) => crowd.any(crowd.waiting(), (one) => crowd.reject(one.id, one.versionId as string)),
    (crowd) => crowd.any(crowd.openHandoffs(), (one) => crowd.answer(one.id)),
    (crowd) => crowd.any(crowd.openHandoffs(), (one) => crowd.answer(one.id)),
    (crowd) => crowd.any(crowd.rows('action_request'), (one) => crowd.allowOrDeny(one.id)),
  ],
  race: [
    // Two people, one version.
    (crowd) =>
      crowd.any(crowd.waiting(), async (one) => {
        const [first, second] = crowd.people as [Person, Person]
        await Promise.all([
          crowd.approve(one.id, one.versionId as string, first),
          crowd.sendBack(one.id, one.versionId as string, second),
        ])
        crowd.see('two people decided at once')
      }),
    // Decides on whatever version they still have open in another window.
    (crowd) =>
      crowd.any(
        crowd.rows('version').filter((one) => one.deliverableId),
        (one) => crowd.approve(one.deliverableId as string, one.id),
      ),
  ],
  steer: [
    (crowd) =>
      crowd.any(crowd.openTasks(), (task) =>
        crowd.any(
          crowd.rows('participant').filter((one) => one.roomId === task.roomId),
          (one) => crowd.give(crowd.somebody, 'task.assign', { taskId: task.id, participantId: one.id }),
        ),
      ),
    (crowd) => crowd.any(crowd.openTasks(), (task) => crowd.takeOver(task.id)),
    (crowd) => crowd.any(crowd.openTasks(), (task) => crowd.give(crowd.somebody, 'task.retry', { taskId: task.id })),
    (crowd) => crowd.ask('How far are we, @coordinator?'),
  ],
  opinions: [(crowd) => crowd.random.chance(0.5) && crowd.any(crowd.waiting(), (one) => crowd.askOpinion(one))],
  rework: [
    (crowd) => crowd.any(crowd.doneTasks(), (task) => crowd.reopen(task.id)),
    (crowd) => crowd.any(crowd.staleTasks(), (task) => crowd.settleStale(task.id, crowd.random.pick(['redo', 'keep']))),
    (crowd) => crowd.any(crowd.openConflicts(), (one) => crowd.acceptConflict(one)),
    (crowd) => crowd.any(crowd.rows('goal'), (goal) => crowd.raiseLimits(goal.id)),
    (crowd) => crowd.random.chance(0.4) && crowd.any(crowd.openTasks(), (task) => crowd.split(task.id)),
  ],
  pause: [(crowd) => crowd.pauseGoal(), (crowd) => crowd.pauseRoom()],
  staff: [
    (crowd) => crowd.any(crowd.agentIds(), (agentId) => crowd.pauseAgent(agentId)),
    (crowd) => crowd.any(crowd.agentIds(), (agentId) => crowd.rotateSecret(agentId)),
    (crowd) => crowd.random.chance(0.4) && crowd.any(crowd.agentIds(), (agentId) => crowd.remove(agentId)),
    (crowd) => crowd.random.chance(0.1) && crowd.dismiss(),
  ],
  cancel: [
    (crowd) =>
      crowd.random.chance(0.3) &&
      crowd.any(crowd.openTasks(), (task) => crowd.give(crowd.somebody, 'task.cancel', { taskId: task.id })),
    (crowd) =>
      crowd.random.chance(0.2) &&
      crowd.any(crowd.rows('goal'), (goal) => crowd.give(crowd.somebody, 'goal.cancel', { goalId: goal.id })),
  ],
  roll_back: [(crowd) => crowd.random.chance(0.6) && crowd.rollBack()],
} satisfies Record<string, readonly Act[]>
export type ActKind = keyof typeof acts
export const actKinds = Object.keys(acts) as ActKind[]

/** What somebody does to a task in the moment in which its result arrives (F82 to F86, F90). */
export const interferences: readonly Interference[] = [
  (crowd, taskId) => crowd.give(crowd.somebody, 'task.cancel', { taskId }),
  (crowd, taskId) => crowd.takeOver(taskId),
  (crowd, taskId) => crowd.give(crowd.somebody, 'task.retry', { taskId }),
  (crowd) => crowd.pauseRoom(),
  (crowd) => crowd.pauseGoal(),
  (crowd) => crowd.any(crowd.waiting(), (one) => crowd.approve(one.id, one.versionId as string)),
  (crowd, taskId) =>
    crowd.any(crowd.rows('participant'), (one) =>
      crowd.give(crowd.somebody, 'task.assign', { taskId, participantId: one.id }),
    ),
]

/** What people do less often. */
export const rareActs = {
  replan: [(crowd) => crowd.any(crowd.rows('goal'), (goal) => rewritePlan(crowd, goal))],
  choose: [(crowd) => crowd.any(crowd.openHandoffs(), (one) => crowd.choose(one))],
  doubt: [(crowd) => crowd.any(crowd.waiting(), (one) => crowd.doubt(one))],
  fund: [(crowd) => crowd.fund()],
  leave: [(crowd) => crowd.any(crowd.openActions(), (one) => crowd.allowOrDeny(one.id))],
} satisfies Record<string, readonly Act[]>
export type RareActKind = keyof typeof rareActs | keyof typeof rarestActs
export const rareActKinds = Object.keys(rareActs) as RareActKind[]
/** The third of them takes a task over and leaves with it in hand. */
async function leaveWork(crowd: Crowd) {
  const [, , third] = crowd.people
  await crowd.any(crowd.openTasks(), (task) => third?.do('task.take_over', { taskId: task.id }))
  return crowd.dismiss()
}
/** What somebody does once. */
const rarestActs = { leave_work: [(crowd) => leaveWork(crowd)] } satisfies Record<string, readonly Act[]>
export const allActs: Record<ActKind | RareActKind, readonly Act[]> = { ...acts, ...rareActs, ...rarestActs }
