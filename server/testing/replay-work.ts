import type { CommandName } from '../contract/commands.ts'
import { built, type Case, on, reviewed, second, stage } from './replay-stage.ts'
import { type Person, Scenario } from './scenario.ts'
import { onRequest, scripts } from './scripts.ts'

/** A question whose two answers contradict each other twice, and for each point the answer that holds in it. */
async function contradicting() {
  const scene = await Scenario.open()
  const says = (length: number, year: number) =>
    onRequest(() => ({ status: 200, body: { status: 'completed', response: JSON.stringify({ length, year }) } }))
  await scene.agent({ name: 'Bo', script: says(244, 1894) })
  await scene.agent({ name: 'Cy', script: says(144, 1886) })
  await scene.goal({ plan: { tasks: [{ key: 'only', title: 'How long?', skills: ['writing'], answers: 2 }] } })
  await scene.clock.pass(60 * second)
  const choices = scene.rows('conflict').map(({ id, positions }, i) => ({
    ...{ conflictId: id, versionId: positions[i]?.versionId ?? '', reason: 'Measured.' },
  }))
  return { scene, ana: scene.people[0] as Person, taskId: scene.task().id, choices }
}

/** Inputs by which a command does something else than in its case. */
export const otherCases: Record<string, Case> = {
  'task.accept_conflict of one contradiction of two': async () => {
    const { scene, ana, taskId, choices } = await contradicting()
    return { scene, act: () => ana.do('task.accept_conflict', { taskId, ...(choices[0] ?? { versionId: '' }) }) }
  },
  'task.accept_conflict of the last one, when no answer keeps to both': async () => {
    const { scene, ana, taskId, choices } = await contradicting()
    await ana.must('task.accept_conflict', { taskId, ...(choices[0] ?? { versionId: '' }) })
    return { scene, act: () => ana.do('task.accept_conflict', { taskId, ...(choices[1] ?? { versionId: '' }) }) }
  },
}

/** The commands about tasks and what is made of them. */
export const workCases = {
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
    const { scene, ana, taskId, choices } = await contradicting()
    return { scene, act: () => ana.do('task.accept_conflict', { taskId, versionId: choices[0]?.versionId ?? '' }) }
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
} satisfies Partial<Record<CommandName, Case>>
