import { describe, expect, test } from 'vitest'
import { type FigureName, type ScoreRows, together } from './scorecard/figure.ts'
import { compareScores, scorecard } from './scorecard.ts'

const attempt = (id: string, more: Partial<ScoreRows['attempts'][number]> = {}): ScoreRows['attempts'][number] => ({
  ...{ id, taskId: 't1', number: 1, participantId: 'p1', agentId: 'a1', memberId: null },
  ...{ status: 'approved', failure: null, reason: null, offeredAt: 0, endedAt: 1000, usage: null },
  ...more,
})
const task = (id: string, status: ScoreRows['tasks'][number]['status']): ScoreRows['tasks'][number] => ({
  ...{ id, goalId: 'g1', number: 1, title: 'Notes', status, reason: null },
})
const check = (name: 'quotes' | 'sections', status: 'passed' | 'failed', found: boolean[] = []) => ({
  ...{ name, status, required: true, summary: `${name} ${status}.` },
  evidence: found.map((ok) => ({ label: 'quote', detail: '', ok, source: 'input' })),
})
const version = (
  id: string,
  attemptId: string,
  more: Partial<ScoreRows['versions'][number]>,
): ScoreRows['versions'][number] => ({
  ...{ id, taskId: 't1', attemptId, number: 1, status: 'approved', sources: [], checks: [], createdAt: 0 },
  ...more,
})
const empty: ScoreRows = {
  ...{ goals: [], tasks: [], attempts: [], versions: [], deliverables: [], reviews: [], handoffs: [], actions: [] },
  ...{
    noticed: [],
    helped: [],
    names: new Map([
      ['p1', 'Ada'],
      ['p2', 'Bob'],
    ]),
  },
}
function figure(name: FigureName, rows: Partial<ScoreRows>) {
  const found = scorecard({ ...empty, ...rows }).find((one) => one.name === name)
  if (!found) throw new Error(`no figure ${name}`)
  return found
}

describe('the scorecard', () => {
  test('says nothing of what did not happen', () => {
    expect(scorecard(empty).filter((one) => one.value !== null && one.name !== 'review')).toEqual([])
  })

  test('a failed attempt counts as recovered when somebody else did the task, not when a person helped', () => {
    const lost = attempt('one', { status: 'lost', failure: 'lost', endedAt: 500 })
    const again = attempt('two', { number: 2, participantId: 'p2' })
    const rows = { tasks: [task('t1', 'done')], attempts: [lost, again] }
    expect(figure('recovery', rows)).toMatchObject({ value: 1, parts: [{ label: 'lost', text: '1 of 1' }] })
    expect(figure('recovery', { ...rows, helped: [{ taskId: 't1', at: 600 }] }).value).toBe(0)
    expect(figure('recovery', { ...rows, helped: [{ taskId: 't1', at: 400 }] }).value).toBe(1)
    expect(figure('recovery', { ...rows, tasks: [task('t1', 'needs_human')] }).value).toBe(0)
    expect(figure('recovery', { ...rows, attempts: [lost, { ...again, agentId: null, memberId: 'm' }] }).value).toBe(0)
  })

  test('the delay of detection is counted from the clock that ran out, class by class', () => {
    const noticed = Array.from({ length: 100 }, (_, i) => ({
      ...{ attemptId: 'one', class: 'lost' as const, at: 1000 + i, dueAt: 1000 },
    }))
    const found = figure('detection', {
      attempts: [attempt('one')],
      noticed: [...noticed, { attemptId: 'one', class: 'declined', at: 9000, dueAt: null }],
    })
    expect(found).toMatchObject({ value: 98, parts: [{ label: 'lost', value: 98 }] })
    expect(found.lines).toHaveLength(100)
  })

  test('only sources that were found with their words count as traceable', () => {
    const cited = [
      { inputId: 'input', quote: 'a' },
      { inputId: 'input', quote: 'b' },
    ]
    const rows = {
      attempts: [attempt('one')],
      versions: [
        version('v1', 'one', { sources: cited, checks: [check('quotes', 'failed', [true, false])] }),
        version('v2', 'one', { sources: cited, checks: [] }),
      ],
    }
    expect(figure('sources', rows)).toMatchObject({ value: 0.25, parts: [{ label: 'Ada', text: '1 of 4' }] })
  })

  test('an agent keeps the house rules by its first submission; what it corrects later does not count', () => {
    const rows = {
      attempts: [
        attempt('one'),
        attempt('two', { number: 2 }),
        attempt('three', { taskId: 't2', participantId: 'p2' }),
      ],
      versions: [
        version('v2', 'two', { number: 2, checks: [check('sections', 'passed')] }),
        version('v1', 'one', { checks: [check('sections', 'failed')] }),
        version('v3', 'three', { taskId: 't2', checks: [check('sections', 'passed')] }),
      ],
    }
    expect(figure('rules', rows)).toMatchObject({ value: 0.5 })
    expect(figure('rules', rows).parts).toEqual([
      { label: 'Ada', text: '0 of 1', value: 0 },
      { label: 'Bob', text: '1 of 1', value: 1 },
    ])
  })

  test('a required check that could not be verified is a house rule not kept, as it is for the judge', () => {
    const unverified = { ...check('sections', 'failed'), status: 'unverified' as const }
    const rows = { attempts: [attempt('one')], versions: [version('v1', 'one', { checks: [unverified] })] }
    expect(figure('rules', rows)).toMatchObject({ value: 0 })
  })

  test('the plays of a drill are scored as one', () => {
    const goal = (id: string, status: 'completed' | 'running') => ({ id, number: 1, title: id, status, reason: null })
    const plays = [
      { ...empty, goals: [goal('g1', 'completed')], names: new Map([['p1', 'Ada']]) },
      { ...empty, goals: [goal('g2', 'running')], names: new Map([['p9', 'Zoe']]) },
    ]
    const all = together(plays)
    expect(scorecard(all).find((one) => one.name === 'success')).toMatchObject({ value: 0.5 })
    expect([...all.names.values()]).toEqual(['Ada', 'Zoe'])
  })

  test('waste is what ended without an accepted result, with its tokens and money', () => {
    const rows = {
      attempts: [
        attempt('one'),
        attempt('two', { status: 'superseded', usage: { tokens: 40, costUsd: 0.5 } }),
        attempt('three', { status: 'working', endedAt: null }),
      ],
    }
    expect(figure('waste', rows)).toMatchObject({ value: 0.5, text: '1 of 2 attempts: 1.0 s, 40 tokens, $0.50' })
  })

  test('each figure lists the things it was counted from', () => {
    const rows = {
      attempts: [attempt('one')],
      actions: [
        { id: 'x', attemptId: 'one', command: 'rm -rf /', reason: 'to tidy', decision: 'denied', decidedBy: 'policy' },
      ] satisfies ScoreRows['actions'],
    }
    expect(figure('safety', rows).lines).toMatchObject([{ id: 'x', what: 'action', ok: false, taskId: 't1' }])
  })

  test('a play without recovery stands beside one with it, and less of what is bad is ahead', () => {
    const good = scorecard({ ...empty, goals: [goal('completed')], attempts: [attempt('one')] })
    const bad = scorecard({ ...empty, goals: [goal('running')], attempts: [attempt('one', { status: 'lost' })] })
    const ahead = Object.fromEntries(compareScores(good, bad).map((one) => [one.name, one.ahead]))
    expect(ahead).toMatchObject({ success: 1, waste: 1, recovery: null })
    expect(compareScores(good, null)[0]).toMatchObject({ without: null, ahead: null })
  })
})

const goal = (status: ScoreRows['goals'][number]['status']): ScoreRows['goals'][number] => ({
  ...{ id: 'g1', number: 1, title: 'A note', status, reason: null },
})
