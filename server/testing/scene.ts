import type { Db } from './insert.ts'
import { makeDeliverable, makeVersion } from './result-rows.ts'
import { join, makeAgent, makeGoal, makeMember, makeRoom, makeTask, makeWorkspace } from './rows.ts'
import { makeAttempt } from './work-rows.ts'

/** One room at work: an owner outside it; a member, a viewer and an agent in it; a task in review with one version. */
export async function makeScene(db: Db) {
  const workspace = await makeWorkspace(db)
  const workspaceId = workspace.id
  const owner = await makeMember(db, { workspaceId, role: 'owner' })
  const member = await makeMember(db, { workspaceId })
  const viewer = await makeMember(db, { workspaceId, role: 'viewer' })
  const outsider = await makeMember(db, { workspaceId })
  const agent = await makeAgent(db, { workspaceId, ownerId: member.id })
  const room = await makeRoom(db, { workspaceId })
  for (const subject of [member, viewer, agent]) await join(db, room, subject)
  const goal = await makeGoal(db, { roomId: room.id })
  const task = await makeTask(db, { roomId: room.id, goalId: goal.id, status: 'in_review' })
  const attempt = await makeAttempt(db, { task, doer: agent, status: 'submitted' })
  const deliverable = await makeDeliverable(db, { task })
  const version = await makeVersion(db, { attempt, deliverableId: deliverable.id })
  return { workspace, owner, member, viewer, outsider, agent, room, goal, task, attempt, deliverable, version }
}
export type Scene = Awaited<ReturnType<typeof makeScene>>
