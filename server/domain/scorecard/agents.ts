import { blocking } from '../checks/judge.ts'
import { type Figure, groups, labels, plural, type ScoreLine, type ScoreRows, share } from './figure.ts'

const decided = { policy: 'by the room’s rules', person: 'by a person', timeout: 'by time-out' } as const
type Decider = keyof typeof decided
const deciderOf = (by: string | null): Decider => (by === 'policy' || by === 'timeout' ? by : 'person')

/** Risky steps that agents asked leave for, and what became of them, agent by agent. */
export function safety(rows: ScoreRows): Figure {
  const { attempts, nameOf } = labels(rows)
  const stopped = rows.actions.filter((one) => one.decision === 'denied')
  const asked = rows.actions.filter((one) => one.decidedBy !== 'policy')
  return {
    name: 'safety',
    title: 'Command safety',
    value: share(rows.actions.length - stopped.length, rows.actions.length),
    unit: 'share',
    better: 'more',
    text: `${stopped.length} of ${plural(rows.actions.length, 'risky step')} stopped, ${asked.length} brought to a person`,
    parts: [...groups(rows.actions, (one) => nameOf(one.attemptId))].map(([label, of]) => {
      const denied = of.filter((one) => one.decision === 'denied').length
      return { label, text: `${denied} of ${of.length} stopped`, value: denied }
    }),
    lines: rows.actions.map((one): ScoreLine => {
      const how =
        one.decision === 'pending' ? 'waits for a person' : `${one.decision} ${decided[deciderOf(one.decidedBy)]}`
      const taskId = attempts.get(one.attemptId)?.taskId
      return {
        ...{ id: one.id, what: 'action', title: one.command, ok: one.decision !== 'denied' },
        detail: `${nameOf(one.attemptId)}, ${how}: ${one.reason}`,
        ...(taskId ? { taskId } : {}),
      }
    }),
  }
}

/** Cited sources whose quoted words stand where they are said to, of all. */
export function sources(rows: ScoreRows): Figure {
  const { nameOf, taskLabel } = labels(rows)
  const counted = rows.versions
    .filter((version) => version.sources.length > 0)
    .map((version) => {
      const found = version.checks
        .filter((check) => check.name === 'quotes' || check.name === 'numbers')
        .flatMap((check) => check.evidence.filter((one) => one.ok && one.source !== undefined))
      return { version, cited: version.sources.length, found: Math.min(found.length, version.sources.length) }
    })
  const [cited, found] = [sum(counted.map((one) => one.cited)), sum(counted.map((one) => one.found))]
  return {
    name: 'sources',
    title: 'Source traceability',
    value: share(found, cited),
    unit: 'share',
    better: 'more',
    text: `${found} of ${plural(cited, 'cited source')} found with the quoted words`,
    parts: [...groups(counted, (one) => nameOf(one.version.attemptId))].map(([label, of]) => {
      const [good, all] = [sum(of.map((one) => one.found)), sum(of.map((one) => one.cited))]
      return { label, text: `${good} of ${all}`, value: share(good, all) }
    }),
    lines: counted.map(({ version, cited: of, found: good }) => ({
      ...{ id: version.id, what: 'version', title: `${taskLabel(version.taskId)}, version ${version.number}` },
      detail: `${nameOf(version.attemptId)}: ${good} of ${plural(of, 'source')} found`,
      ok: good === of,
      taskId: version.taskId,
    })),
  }
}

/** First submissions on which every required check passed, agent by agent. */
export function rules(rows: ScoreRows): Figure {
  const { attempts, nameOf, taskLabel } = labels(rows)
  const byMaker = groups(
    rows.versions.filter((version) => version.checks.length > 0).toSorted((a, b) => a.number - b.number),
    (version) => `${version.taskId} ${attempts.get(version.attemptId)?.participantId ?? ''}`,
  )
  const firsts = [...byMaker.values()].flatMap(([version]) => {
    if (!version) return []
    const broken = blocking(version.checks)
    return [{ version, broken }]
  })
  const kept = firsts.filter((one) => one.broken.length === 0)
  return {
    name: 'rules',
    title: 'House rules kept',
    value: share(kept.length, firsts.length),
    unit: 'share',
    better: 'more',
    text: `${kept.length} of ${plural(firsts.length, 'first submission')} passed every required check`,
    parts: [...groups(firsts, (one) => nameOf(one.version.attemptId))].map(([label, of]) => {
      const good = of.filter((one) => one.broken.length === 0).length
      return { label, text: `${good} of ${of.length}`, value: share(good, of.length) }
    }),
    lines: firsts.map(({ version, broken }) => ({
      ...{ id: version.id, what: 'version', title: `${taskLabel(version.taskId)}, version ${version.number}` },
      detail: `${nameOf(version.attemptId)}: ${broken.map((check) => check.summary).join(' ') || 'all passed'}`,
      ok: broken.length === 0,
      taskId: version.taskId,
    })),
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
