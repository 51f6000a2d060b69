import { describe, expect, test } from 'vitest'
import { replaceChecklist } from '../commands/attempt/checklist.ts'
import { claimWork } from '../commands/attempt/claim.ts'
import { refuseCompletion } from '../commands/attempt/refuse-shape.ts'
import { postMessage } from '../commands/room/message.ts'
import { apply, type Mirror, mirrorOf } from '../contract/apply.ts'
import { type CommandName, commandInputs } from '../contract/commands.ts'
import { asAgent } from '../testing/actors.ts'
import { type Person, Scenario } from '../testing/scenario.ts'
import type { ScriptedAgent } from '../testing/scripted-agent.ts'
import { onRequest, type ScriptName, scripts } from '../testing/scripts.ts'
import { differences, roomSnapshotOf, workspaceSnapshotOf } from '../testing/windows.ts'

// A window that held an old snapshot and applied a command's events shows what a fresh snapshot shows.

type Stage = {
  scene: Scenario
  ana: Person
  ben: Person
  bo: ScriptedAgent
  workspaceId: string
  roomId: string
  goalId: string
  taskId: string
  attemptId: string
  /** The newest version, named as reviewers name it. */
  named: { deliverableId: string; versionId: string; sha256: string }
}
const second = 1000

/** A room with two people, an agent and a goal of two tasks, the first of which is with the agent for ten seconds. */
async function stage(script: ScriptName = 'vanishing', seconds = 10): Promise<Stage> {
  const scene = new Scenario(undefined, { ports: { crewUrl: 'https://crew.test' } })
  await scene.furnish()
  const ben = await scene.join('Ben')
  const bo = await scene.agent({ name: 'Bo', script })
  const tasks = [
    { key: 'only', title: 'First', skills: ['writing'] },
    { key: 'then', title: 'Then', skills: ['writing'], needs: ['only'] },
  ]
  const goalId = await scene.goal({ plan: { tasks, deliverable: 'only' } })
  await scene.clock.pass(seconds * second)
  const version = scene.rows('version')[0]
  const named = {
    deliverableId: version?.deliverableId ?? '',
    versionId: version?.id ?? '',
    sha256: version?.sha256 ?? '',
  }
  const { workspaceId, roomId } = scene
  const ana = scene.people[0] as Person
  return {
    scene,
    ana,
    ben,
    bo,
    workspaceId,
    roomId,
    goalId,
    taskId: scene.task().id,
    attemptId: scene.attempts()[0]?.id ?? '',
    named,
  }
}
const reviewed = () => stage('honest', 60)
/** Two tasks that are done, the second built on the first, while a third is with somebody. */
async function built() {
  const set = await stage('honest', 1)
  const tasks = ['first', 'second', 'third'].map((key, i, keys) => ({
    key,
    title: key,
    skills: ['writing'],
    ...(i > 0 ? { needs: [keys[i - 1] ?? ''] } : {}),
  }))
  await set.ana.must('goal.cancel', { goalId: set.goalId })
  const goalId = await set.scene.goal({ plan: { tasks } })
  await set.scene.clock.pass(50 * second)
  const own = set.scene.rows('task').filter((task) => task.goalId === goalId)
  return { ...set, goalId, taskId: own[0]?.id ?? '' }
}
/** A stage with a goal whose plan waits for a signature. */
async function planned() {
  const set = await stage()
  const tasks = [{ key: 'solo', title: 'Alone', skills: ['writing'] }]
  const goalId = await set.scene.goal({ title: 'Another', autonomy: 'plan_first', plan: { tasks } })
  return { ...set, goalId }
}

/** What is done, after what was prepared. */
type Case = () => Promise<{ scene: Scenario; act: () => Promise<{ ok: boolean }> }>
const on =
  (prepare: () => Promise<Stage>, act: (stage: Stage) => Promise<{ ok: boolean }>): Case =>
  async () => {
    const set = await prepare()
    return { scene: set.scene, act: () => act(set) }
  }

const terms = { name: 'Weekly', playbook: 'checklist', goal: { title: 'Again', brief: '- one\n- two' } }
const agentFields = { name: 'Newcomer', channel: 'webhook' as const, url: 'https://new.test/hook', skills: ['writing'] }

/** Every command of the contract: one without a case does not compile, nor does it pass. */
const commands: Record<CommandName, Case> = {
  'workspace.rename': on(stage, ({ ana, workspaceId }) =>
    ana.do('workspace.rename', { workspaceId, name: 'Southwind' }),
  ),
  'member.invite': on(stage, ({ ana, workspaceId }) => ana.do('member.invite', { workspaceId })),
  'invite.revoke': on(stage, async ({ ana, workspaceId }) => {
    const { inviteId } = await ana.must('member.invite', { workspaceId })
    return ana.do('invite.revoke', { workspaceId, inviteId: String(inviteId) })
  }),
  'member.set_role': on(stage, ({ ana, ben, workspaceId }) =>
    ana.do('member.set_role', { workspaceId, memberId: ben.member.id, role: 'admin' }),
  ),
  'member.remove': on(stage, async ({ ana, ben, workspaceId, taskId }) => {
    await ben.must('task.take_over', { taskId })
    return ana.do('member.remove', { workspaceId, memberId: ben.member.id })
  }),
  'token.create': on(stage, ({ ana, workspaceId }) => ana.do('token.create', { workspaceId, name: 'Laptop' })),
  'token.revoke': on(stage, async ({ ana, workspaceId }) => {
    const { tokenId } = await ana.must('token.create', { workspaceId, name: 'Laptop' })
    return ana.do('token.revoke', { workspaceId, tokenId: String(tokenId) })
  }),
  'playbook.save': on(stage, ({ ana, workspaceId, goalId }) =>
    ana.do('playbook.save', { workspaceId, goalId, name: 'Two', parameters: [{ name: 'which', replaces: 'First' }] }),
  ),
  'playbook.remove': on(stage, async ({ ana, workspaceId, goalId }) => {
    const { playbookId } = await ana.must('playbook.save', { workspaceId, goalId, name: 'Two' })
    return ana.do('playbook.remove', { playbookId: String(playbookId) })
  }),
  'schedule.save': on(stage, async ({ scene, ana, workspaceId, roomId }) => {
    const startAt = scene.clock.now + 3 * second
    return ana.do('schedule.save', { workspaceId, roomId, ...terms, everySeconds: 60, startAt })
  }),
  'schedule.remove': on(stage, async ({ ana, workspaceId, roomId }) => {
    const { scheduleId } = await ana.must('schedule.save', { workspaceId, roomId, ...terms, everySeconds: 60 })
    return ana.do('schedule.remove', { scheduleId: String(scheduleId) })
  }),
  'hook.create': on(stage, ({ ana, workspaceId, roomId }) => ana.do('hook.create', { workspaceId, roomId, ...terms })),
  'hook.revoke': on(stage, async ({ ana, workspaceId, roomId }) => {
    const { hookId } = await ana.must('hook.create', { workspaceId, roomId, ...terms })
    return ana.do('hook.revoke', { hookId: String(hookId) })
  }),
  'room.create': on(stage, ({ ana, workspaceId }) => ana.do('room.create', { workspaceId, name: 'Elsewhere' })),
  'drill.start': on(stage, ({ ana, workspaceId }) =>
    ana.do('drill.start', { workspaceId, name: 'failing-tests', played: 'elsewhere' }),
  ),
  'drill.report': on(stage, async ({ ana, workspaceId }) => {
    const begun = await ana.must('drill.start', { workspaceId, name: 'failing-tests', played: 'elsewhere' })
    const [roomId, drillId] = [String(begun.roomId), String(begun.drillId)]
    return ana.do('drill.report', { roomId, drillId, status: 'ended' })
  }),
  'crew.invite': on(stage, ({ ana, workspaceId }) => ana.do('crew.invite', { workspaceId })),
  'agent.register': on(stage, ({ ana, workspaceId }) => ana.do('agent.register', { workspaceId, ...agentFields })),
  'agent.register_many': on(stage, ({ ana, workspaceId }) =>
    ana.do('agent.register_many', { workspaceId, agents: [agentFields, { ...agentFields, name: 'Second' }] }),
  ),
  'agent.update': on(stage, ({ ana, bo }) =>
    ana.do('agent.update', { agentId: bo.id, name: 'Bo the Second', skills: ['writing', 'editing'] }),
  ),
  'agent.verify': on(stage, ({ ana, bo }) => ana.do('agent.verify', { agentId: bo.id })),
  'agent.rotate_secret': on(stage, ({ ana, bo }) => ana.do('agent.rotate_secret', { agentId: bo.id })),
  'agent.pause': on(stage, ({ ana, bo }) => ana.do('agent.pause', { agentId: bo.id })),
  'agent.resume': on(stage, async ({ ana, bo }) => {
    await ana.must('agent.pause', { agentId: bo.id })
    return ana.do('agent.resume', { agentId: bo.id })
  }),
  'agent.remove': on(stage, ({ ana, bo }) => ana.do('agent.remove', { agentId: bo.id })),
  'delivery.replay': on(stage, ({ scene, ana }) =>
    ana.do('delivery.replay', { deliveryId: scene.disk.deliveries.at(-1)?.id ?? '' }),
  ),
  'room.update': on(stage, ({ ana, roomId }) =>
    ana.do('room.update', { roomId, name: 'Quay', rules: 'Be brief.', status: 'paused' }),
  ),
  'room.add_participant': on(stage, async ({ scene, ana, roomId, workspaceId }) => {
    const { agentId } = await ana.must('agent.register', { workspaceId, ...agentFields })
    await ana.must('agent.verify', { agentId: String(agentId) })
    scene.agents.delete(String(agentId))
    return ana.do('room.add_participant', { roomId, agentId: String(agentId) })
  }),
  'room.remove_participant': on(stage, ({ scene, ana, bo, roomId }) => {
    const participantId = scene.rows('participant').find((one) => one.subjectId === bo.id)?.id ?? ''
    return ana.do('room.remove_participant', { roomId, participantId })
  }),
  'message.post': on(stage, ({ ana, roomId }) =>
    ana.do('message.post', { roomId, body: 'How far, @coordinator? And you, @Bo?' }),
  ),
  'file.attach': on(stage, ({ ana, roomId }) =>
    ana.do('file.attach', { roomId, name: 'tides.csv', text: 'a,b\n1,2\n' }),
  ),
  'handoff.answer': on(
    () => stage('asking'),
    ({ scene, ana }) => ana.do('handoff.answer', { handoffId: scene.rows('handoff')[0]?.id ?? '', body: 'Both.' }),
  ),
  'action.allow': on(
    () => stage('drafting'),
    ({ scene, ana }) => ana.do('action.allow', { actionId: scene.rows('action_request')[0]?.id ?? '' }),
  ),
  'action.deny': on(
    () => stage('drafting'),
    ({ scene, ana }) => ana.do('action.deny', { actionId: scene.rows('action_request')[0]?.id ?? '' }),
  ),
  'goal.create': on(stage, ({ ana, roomId }) =>
    ana.do('goal.create', { roomId, title: 'More', brief: '- one\n- two', acceptance: ['All of it'] }),
  ),
  'goal.pause': on(stage, ({ ana, goalId }) => ana.do('goal.pause', { goalId })),
  'goal.resume': on(stage, async ({ ana, goalId }) => {
    await ana.must('goal.pause', { goalId })
    return ana.do('goal.resume', { goalId })
  }),
  'goal.cancel': on(
    () => stage('asking'),
    ({ ana, goalId }) => ana.do('goal.cancel', { goalId, reason: 'no longer wanted' }),
  ),
  'goal.set_policy': on(stage, ({ ana, goalId }) =>
    ana.do('goal.set_policy', { goalId, recovery: { lost: { action: 'ask_person' } }, stale: 'redo' }),
  ),
  'goal.set_limits': on(stage, ({ ana, goalId }) => ana.do('goal.set_limits', { goalId, limits: { steps: 9 } })),
  'plan.edit': on(planned, ({ ana, goalId }) =>
    ana.do('plan.edit', {
      goalId,
      plan: {
        tasks: [
          { key: 'a', title: 'A', skills: ['flying'] },
          { key: 'b', title: 'B', needs: ['a'] },
        ],
      },
    }),
  ),
  'plan.approve': on(planned, ({ ana, goalId }) => ana.do('plan.approve', { goalId })),
  'task.assign': on(stage, ({ ana, ben, taskId }) => ana.do('task.assign', { taskId, participantId: ben.member.id })),
  'task.take_over': on(
    () => stage('drafting'),
    ({ ana, taskId }) => ana.do('task.take_over', { taskId }),
  ),
  'task.submit': on(stage, async ({ ana, taskId }) => {
    await ana.must('task.take_over', { taskId })
    return ana.do('task.submit', { taskId, response: 'The dredger works from six to noon, but not on Sundays.' })
  }),
  'task.give_back': on(stage, async ({ ana, taskId }) => {
    await ana.must('task.take_over', { taskId })
    return ana.do('task.give_back', { taskId })
  }),
  'task.retry': on(stage, ({ ana, taskId }) => ana.do('task.retry', { taskId, note: 'Name the years.' })),
  'task.split': on(stage, ({ ana, taskId }) =>
    ana.do('task.split', {
      taskId,
      parts: [
        { title: 'The north', brief: 'Only the north quay.' },
        { title: 'The south', brief: 'Only the south quay.' },
      ],
    }),
  ),
  'task.cancel': on(reviewed, ({ ana, taskId }) => ana.do('task.cancel', { taskId })),
  'task.accept_conflict': async () => {
    const scene = await Scenario.open()
    const says = (value: string) =>
      onRequest(() => ({ status: 200, body: { status: 'completed', response: `The bridge is ${value} metres long.` } }))
    await scene.agent({ name: 'Bo', script: says('244') })
    await scene.agent({ name: 'Cy', script: says('144') })
    await scene.goal({ plan: { tasks: [{ key: 'only', title: 'How long?', skills: ['writing'], answers: 2 }] } })
    await scene.clock.pass(60 * second)
    const { id: taskId } = scene.task()
    const versionId = scene.rows('version')[0]?.id ?? ''
    return { scene, act: () => (scene.people[0] as Person).do('task.accept_conflict', { taskId, versionId }) }
  },
  'task.reopen': on(built, ({ ana, taskId }) =>
    ana.do('task.reopen', { taskId, reason: 'A wrong year.', stale: 'redo' }),
  ),
  'task.settle_stale': on(
    async () => {
      const set = await built()
      await set.ana.must('task.reopen', { taskId: set.taskId, reason: 'A wrong year.' })
      return set
    },
    ({ scene, ana }) => ana.do('task.settle_stale', { taskId: scene.task('second').id, decision: 'keep' }),
  ),
  'task.accept_version': on(
    async () => {
      const set = await reviewed()
      await set.ana.must('deliverable.approve', set.named)
      set.bo.script = scripts.empty
      await set.scene.clock.pass(300 * second)
      return set
    },
    ({ scene, ana }) => {
      const { id } = scene.task('then')
      const version = scene.rows('version').find((one) => one.taskId === id)
      return ana.do('task.accept_version', { taskId: id, versionId: version?.id ?? '', reason: 'Good enough.' })
    },
  ),
  'version.ask_opinion': on(reviewed, async ({ scene, ana, named }) => {
    await scene.agent({ name: 'Cy', skills: ['critique'] })
    return ana.do('version.ask_opinion', { versionId: named.versionId })
  }),
  'deliverable.approve': on(reviewed, ({ ana, named }) => ana.do('deliverable.approve', named)),
  'deliverable.request_changes': on(reviewed, ({ ana, named }) =>
    ana.do('deliverable.request_changes', {
      ...named,
      summary: 'Longer.',
      comments: [{ quote: 'Rivers', body: 'Which?' }],
    }),
  ),
  'deliverable.reject': on(reviewed, ({ ana, named }) =>
    ana.do('deliverable.reject', { ...named, summary: 'Not this.' }),
  ),
  'deliverable.roll_back': on(reviewed, async ({ ana, named: { deliverableId, versionId, sha256 } }) => {
    await ana.must('deliverable.approve', { deliverableId, versionId, sha256 })
    return ana.do('deliverable.roll_back', { deliverableId, versionId, reason: 'A wrong year.' })
  }),
  'comment.add': on(reviewed, ({ ana, named }) =>
    ana.do('comment.add', { versionId: named.versionId, body: 'Well put.' }),
  ),
  'comment.resolve': on(reviewed, async ({ ana, named }) => {
    const { commentId } = await ana.must('comment.add', { versionId: named.versionId, body: 'Well put.' })
    return ana.do('comment.resolve', { commentId: String(commentId) })
  }),
}

const result = { response: 'The bar moves a little to the north each winter.' }
/** What agents say, each call of agent-protocol.md 3 and 4. */
const reports: Record<string, Case> = {
  'an activity': on(stage, ({ bo, attemptId }) =>
    bo.post(attemptId, { type: 'thought', body: 'reading', progress: 0.4 }),
  ),
  'two activities within a second': on(stage, async ({ bo, attemptId }) => {
    await bo.post(attemptId, { type: 'thought', body: 'reading', progress: 0.4 })
    return bo.post(attemptId, { type: 'action', body: 'still reading', progress: 0.5 })
  }),
  'a question': on(stage, ({ bo, attemptId }) => bo.post(attemptId, { type: 'elicitation', body: 'Which one?' })),
  'a heartbeat': on(stage, ({ bo, attemptId }) => bo.heartbeat(attemptId)),
  'a heartbeat with progress': on(stage, ({ bo, attemptId }) => bo.heartbeat(attemptId, 0.7)),
  'a checklist': on(stage, ({ bo, attemptId }) =>
    bo.say('plan', replaceChecklist, attemptId, { attemptId, checklist: [{ content: 'read', status: 'in_progress' }] }),
  ),
  'a draft': on(stage, ({ bo, attemptId }) => bo.save(attemptId, 'draft', { parts: [{ text: 'half' }] })),
  'a request for leave': on(stage, ({ bo, attemptId }) => bo.askLeave(attemptId, 'rm -r build')),
  'a result': on(stage, ({ bo, attemptId }) => bo.complete(attemptId, result)),
  'a result that fails its checks': on(stage, ({ bo, attemptId }) => bo.complete(attemptId, { response: 'Done.' })),
  'a body that cannot be read': on(stage, async ({ bo, attemptId }) => ({
    ok: !(
      await bo.say('complete', refuseCompletion, attemptId, { attemptId, errors: [{ path: 'x', message: 'wrong' }] })
    ).ok,
  })),
  'a failure': on(stage, ({ bo, attemptId }) => bo.fail(attemptId, {})),
  'a refusal': on(stage, ({ bo, attemptId }) => bo.decline(attemptId)),
  'a late result': on(stage, async ({ ana, bo, taskId, attemptId }) => {
    await ana.must('task.take_over', { taskId })
    return { ok: !(await bo.complete(attemptId, result)).ok }
  }),
  'a message': on(stage, ({ scene, bo, roomId }) =>
    scene.call(postMessage, { roomId, body: 'I am on it.' }, asAgent(bo)),
  ),
  'a claim of work': on(stage, async ({ scene, ana, workspaceId, roomId }) => {
    const fields = { name: 'Puller', channel: 'pull' as const, skills: ['writing'], maxConcurrency: 2 }
    const { agentId } = await ana.must('agent.register', { workspaceId, ...fields })
    scene.agents.delete(String(agentId))
    await ana.do('agent.verify', { agentId: String(agentId) })
    await ana.must('room.add_participant', { roomId, agentId: String(agentId) })
    await scene.goal({
      title: 'To be pulled',
      plan: { tasks: [{ key: 'pulled', title: 'Pull', skills: ['writing'] }] },
    })
    const puller = asAgent({ id: String(agentId), workspaceId })
    return scene.call(claimWork, { roomId, claimId: 'c1', max: 1, skills: null, again: false, goals: [] }, puller)
  }),
  'silence until the lease ends': on(stage, async ({ scene }) => {
    await scene.clock.pass(100 * second)
    return { ok: true }
  }),
  'the same words again and again': on(stage, async ({ bo, attemptId }) => {
    for (let i = 0; i < 5; i++) await bo.post(attemptId, { type: 'thought', body: 'thinking about the quay' })
    return { ok: true }
  }),
  'a result that uses up the budget': on(stage, async ({ ana, bo, goalId, attemptId }) => {
    await ana.must('goal.set_limits', { goalId, limits: { tokens: 1000 } })
    return bo.complete(attemptId, { ...result, usage: { tokens: 1200, costUsd: 0.2 } })
  }),
  'an address that takes nothing': on(
    () => stage('dead'),
    async ({ scene }) => {
      await scene.clock.pass(100 * second)
      return { ok: true }
    },
  ),
}

/** Lets a window follow a lane's log from where it is. */
function follow(scene: Scenario, window: Mirror, laneId: string) {
  for (const event of scene.disk.lane(laneId).events)
    if (event.seq > window.seq) expect(apply(window, event)).toBe('applied')
}

async function replays(prepare: Case) {
  const { scene, act } = await prepare()
  const room = mirrorOf(structuredClone(roomSnapshotOf(scene)))
  const workspace = mirrorOf(structuredClone(workspaceSnapshotOf(scene)))
  const level = () => {
    follow(scene, room, scene.roomId)
    follow(scene, workspace, scene.workspaceId)
    expect(differences(room, roomSnapshotOf(scene))).toEqual([])
    expect(differences(workspace, workspaceSnapshotOf(scene))).toEqual([])
  }
  const outcome = await act()
  expect(outcome).toMatchObject({ ok: true })
  // What shows in another lane, too, follows by a job.
  await scene.clock.pass(0)
  level()
  await scene.clock.pass(5 * second)
  level()
  expect(scene.bugs).toEqual([])
}

describe('I32 the old snapshot with the events of', () => {
  test.each(Object.keys(commandInputs) as CommandName[])('%s is the fresh snapshot', async (name) => {
    expect(Object.keys(commands), `${name} has no case`).toContain(name)
    await replays(commands[name])
  })
  test.each(Object.keys(reports))('%s is the fresh snapshot', async (name) => {
    await replays(reports[name] as Case)
  })
})
