import { type Figure, groups, inTime, labels, plural, type ScoreLine, type ScoreRows, share } from './figure.ts'

/** Goals that ended in what a person approved, of all. */
export function success(rows: ScoreRows): Figure {
  const done = rows.goals.filter((goal) => goal.status === 'completed').length
  const tasksDone = rows.tasks.filter((task) => task.status === 'done').length
  return {
    name: 'success',
    title: 'Final success',
    value: share(done, rows.goals.length),
    unit: 'share',
    better: 'more',
    text: `${done} of ${plural(rows.goals.length, 'goal')} completed; ${tasksDone} of ${plural(rows.tasks.length, 'task')} done`,
    parts: [],
    lines: [
      ...rows.goals.map(
        (goal): ScoreLine => ({
          ...{ id: goal.id, what: 'goal', title: `G-${goal.number} ${goal.title}` },
          detail: [goal.status.replaceAll('_', ' '), goal.reason].filter(Boolean).join(': '),
          ok: goal.status === 'completed',
        }),
      ),
      ...rows.tasks
        .filter((task) => task.status !== 'done')
        .map(
          (task): ScoreLine => ({
            ...{ id: task.id, what: 'task', title: `T-${task.number} ${task.title}`, taskId: task.id },
            detail: [task.status.replaceAll('_', ' '), task.reason].filter(Boolean).join(': '),
            ok: false,
          }),
        ),
    ],
  }
}

/** Approvals that were taken back, of all. */
export function rollback(rows: ScoreRows): Figure {
  const back = rows.reviews.filter((review) => review.verdict === 'rolled_back')
  const approvals = rows.reviews.filter((review) => review.verdict === 'approved').length
  return {
    name: 'rollback',
    title: 'Rolled back',
    value: share(back.length, approvals),
    unit: 'share',
    better: 'less',
    text: `${back.length} of ${plural(approvals, 'approval')} taken back`,
    parts: [],
    lines: back.map((review) => reviewLine(rows, review, false)),
  }
}

/** How often people had to decide, in how many rounds, and how long things waited for them. */
export function reviewBurden(rows: ScoreRows): Figure {
  const { taskLabel } = labels(rows)
  const answered = rows.handoffs.filter((one) => one.status === 'answered')
  const byPerson = rows.actions.filter((one) => one.decidedBy !== null && one.decidedBy !== 'policy')
  const rounds = rows.reviews.filter((one) => one.verdict === 'changes_requested' || one.verdict === 'rejected').length
  const versions = new Map(rows.versions.map((version) => [version.id, version]))
  const waits = [
    ...answered.map((one) => (one.closedAt ?? one.createdAt) - one.createdAt),
    ...rows.reviews.map((one) => one.createdAt - (versions.get(one.versionId)?.createdAt ?? one.createdAt)),
  ]
  const waited = waits.reduce((sum, one) => sum + one, 0)
  const decisions = rows.reviews.length + answered.length + byPerson.length
  const kinds = groups(rows.handoffs, (one) => one.kind)
  return {
    name: 'review',
    title: 'Review burden',
    value: decisions,
    unit: 'count',
    better: 'less',
    text: `${plural(decisions, 'decision')}, ${plural(rounds, 'round')} of changes, ${inTime(waited)} of waiting for people`,
    parts: [...kinds].map(([kind, of]) => ({
      label: kind.replaceAll('_', ' '),
      text: `${of.filter((one) => one.status === 'answered').length} of ${of.length} answered`,
      value: of.length,
    })),
    lines: [
      ...rows.reviews.map((review) => reviewLine(rows, review, review.verdict === 'approved')),
      ...rows.handoffs.map(
        (one): ScoreLine => ({
          ...{ id: one.id, what: 'handoff', title: one.title, ok: null },
          detail: `${one.kind.replaceAll('_', ' ')}, ${one.status}${one.taskId ? `, ${taskLabel(one.taskId)}` : ''}`,
          ...(one.taskId ? { taskId: one.taskId } : {}),
        }),
      ),
    ],
  }
}

function reviewLine(rows: ScoreRows, review: ScoreRows['reviews'][number], ok: boolean): ScoreLine {
  const deliverable = rows.deliverables.find((one) => one.id === review.deliverableId)
  return {
    ...{ id: review.id, what: 'review', title: deliverable?.name ?? 'a deliverable', ok },
    detail: [review.verdict.replaceAll('_', ' '), review.summary].filter(Boolean).join(': '),
    deliverableId: review.deliverableId,
  }
}
