import { isOpen } from '../attempt.ts'
import {
  type Figure,
  groups,
  inTime,
  labels,
  percentile,
  plural,
  type ScoreLine,
  type ScoreRows,
  share,
} from './figure.ts'

/** How long after its clock ran out a failure was noticed, by class; p99 over all is the figure. */
export function detection(rows: ScoreRows): Figure {
  const { attempts, nameOf, taskLabel } = labels(rows)
  const timed = rows.noticed.flatMap((one) =>
    one.dueAt === null ? [] : [{ ...one, delay: Math.max(0, one.at - one.dueAt) }],
  )
  const p = (of: typeof timed, part: number) =>
    percentile(
      of.map((one) => one.delay),
      part,
    )
  const p99 = p(timed, 0.99)
  return {
    name: 'detection',
    title: 'Detection delay',
    value: p99,
    unit: 'ms',
    better: 'less',
    text:
      p99 === null
        ? 'no clock ran out'
        : `p50 ${inTime(p(timed, 0.5) ?? 0)}, p99 ${inTime(p99)} after the clock of ${plural(timed.length, 'failure')}`,
    parts: [...groups(timed, (one) => one.class)].map(([label, of]) => ({
      label: label.replaceAll('_', ' '),
      text: `p50 ${inTime(p(of, 0.5) ?? 0)}, p99 ${inTime(p(of, 0.99) ?? 0)}, ${of.length} noticed`,
      value: p(of, 0.99),
    })),
    lines: timed
      .toSorted((a, b) => b.delay - a.delay)
      .map((one): ScoreLine => {
        const taskId = attempts.get(one.attemptId)?.taskId
        return {
          ...{ id: one.attemptId, what: 'attempt', title: taskId ? taskLabel(taskId) : 'an attempt', ok: null },
          detail: `${nameOf(one.attemptId)}, ${one.class.replaceAll('_', ' ')}: noticed ${inTime(one.delay)} after its clock`,
          ...(taskId ? { taskId } : {}),
        }
      }),
  }
}

/** Failed attempts whose task was done later without a person's help, by class. */
export function recovery(rows: ScoreRows): Figure {
  const { tasks, nameOf, taskLabel } = labels(rows)
  const failed = rows.attempts.flatMap((attempt) => {
    if (attempt.failure === null || attempt.memberId !== null) return []
    const since = attempt.endedAt ?? attempt.offeredAt
    const status = tasks.get(attempt.taskId)?.status
    const helped =
      rows.helped.some((one) => one.taskId === attempt.taskId && one.at >= since) ||
      rows.attempts.some((one) => one.taskId === attempt.taskId && one.memberId !== null && one.number > attempt.number)
    const through = status === 'done' || status === 'in_review'
    return [{ attempt, failure: attempt.failure, recovered: through && !helped, through }]
  })
  const good = failed.filter((one) => one.recovered).length
  return {
    name: 'recovery',
    title: 'Recovered without a person',
    value: share(good, failed.length),
    unit: 'share',
    better: 'more',
    text: `${good} of ${plural(failed.length, 'failed attempt')} led to a result without a person`,
    parts: [...groups(failed, (one) => one.failure)].map(([label, of]) => {
      const recovered = of.filter((one) => one.recovered).length
      return {
        label: label.replaceAll('_', ' '),
        text: `${recovered} of ${of.length}`,
        value: share(recovered, of.length),
      }
    }),
    lines: failed.map(({ attempt, failure, recovered, through }) => ({
      ...{ id: attempt.id, what: 'attempt', title: `${taskLabel(attempt.taskId)}, attempt ${attempt.number}` },
      detail: `${nameOf(attempt.id)}, ${failure.replaceAll('_', ' ')}: ${attempt.reason ?? ''} – ${
        recovered ? 'done later by somebody else or again' : through ? 'done with a person’s help' : 'not done'
      }`,
      ok: recovered,
      taskId: attempt.taskId,
    })),
  }
}

/** Attempts that ended without an accepted result, with what they took. */
export function waste(rows: ScoreRows): Figure {
  const { nameOf, taskLabel } = labels(rows)
  const ended = rows.attempts.filter((attempt) => !isOpen(attempt.status))
  const lost = ended.filter((attempt) => attempt.status !== 'approved')
  const cost = {
    ms: total(lost.map((one) => (one.endedAt ?? one.offeredAt) - one.offeredAt)),
    tokens: total(lost.map((one) => one.usage?.tokens ?? 0)),
    usd: total(lost.map((one) => one.usage?.costUsd ?? 0)),
  }
  return {
    name: 'waste',
    title: 'Waste',
    value: share(lost.length, ended.length),
    unit: 'share',
    better: 'less',
    text: `${lost.length} of ${plural(ended.length, 'attempt')}: ${inTime(cost.ms)}, ${plural(cost.tokens, 'token')}, $${cost.usd.toFixed(2)}`,
    parts: [...groups(lost, (one) => one.status)].map(([label, of]) => ({
      label: label.replaceAll('_', ' '),
      text: plural(of.length, 'attempt'),
      value: of.length,
    })),
    lines: lost.map((one) => ({
      ...{ id: one.id, what: 'attempt', title: `${taskLabel(one.taskId)}, attempt ${one.number}`, ok: false },
      detail: `${nameOf(one.id)}, ${one.status.replaceAll('_', ' ')}${one.reason ? `: ${one.reason}` : ''}`,
      taskId: one.taskId,
    })),
  }
}

const total = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0)
