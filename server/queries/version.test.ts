import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseCsv } from '../adapters/files/csv.ts'
import { renderMarkdown } from '../adapters/files/markdown.ts'
import type { CheckResult, Evidence } from '../domain/checks/check.ts'
import type { Opinion } from '../domain/opinion.ts'
import { makeAnchor } from '../domain/text/anchor.ts'
import { asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { put } from '../testing/insert.ts'
import { makeComment, makeReview, makeVersion } from '../testing/result-rows.ts'
import { makeContent, makeFile, makeTask, sha256Of } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { makeAttempt } from '../testing/work-rows.ts'
import { preview } from './preview.ts'
import { versionBytes } from './source-text.ts'
import { versionDetail } from './version-detail.ts'
import { versionDiff } from './version-diff.ts'
import { exportDocument, markdownFile } from './version-export.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

const result = (name: CheckResult['name'], evidence: Evidence[]): CheckResult => ({
  ...{ name, status: 'failed', required: true, summary: '', evidence },
})
const tools = { renderMarkdown, parseCsv, linkTo: ({ sha256 }: { sha256: string }) => `/link/${sha256}` }

describe('a version', () => {
  test('numbers its sources, names what they cite and says which were found', async () => {
    const { room, goal, member, attempt, version: upstream, task } = await makeScene(db)
    const file = await makeFile(db, { roomId: room.id, name: 'report.md' })
    const proof = (label: string, status: Evidence['status'], source: string, detail = ''): Evidence => ({
      ...{ label, detail, source, ok: status === 'passed' },
      ...(status && { status }),
    })
    const url = 'https://example.org/a'
    const version = await makeVersion(db, {
      attempt,
      sources: [
        { claim: 'It rained.', inputId: file.id, quote: 'It rained all day' },
        { claim: 'It rained.', inputId: file.id, quote: 'It did not rain at all' },
        { versionId: upstream.id, quote: 'Words.' },
        { url, quote: 'Somewhere else' },
        { claim: 'The total is 12.', inputId: file.id, quote: '12', locator: 'sum(amount)' },
        { quote: 'Never judged', inputId: 'unknown' },
      ],
      checks: [
        result('quotes', [
          proof('It rained.', 'failed', file.id, '“It did not rain at all” does not stand in “report.md”.'),
          proof('Somewhere else', 'unverified', url),
          proof('It rained.', 'passed', file.id, '“It rained all day” stands on line 1 of “report.md”.'),
          proof('Words.', 'passed', upstream.id),
        ]),
        result('numbers', [proof('The total is 12.', 'passed', file.id)]),
      ],
      builtFrom: [{ taskId: task.id, versionId: upstream.id, sha256: upstream.sha256 }],
    })
    const detail = await versionDetail(asPerson(member), version.id)
    expect(detail?.sources.map(({ n, inputName, found }) => [n, inputName, found])).toEqual([
      [1, 'report.md', true],
      [2, 'report.md', false],
      [3, 'brief.md', true],
      [4, null, null],
      [5, 'report.md', true],
      [6, null, null],
    ])
    expect(detail).toMatchObject({ goalId: goal.id, roomId: room.id, version: { response: 'Done as asked.' } })
    expect(detail?.lineage.builtFrom).toMatchObject([{ versionId: upstream.id, taskTitle: task.title }])
  })

  test('comes with the opinions on it, each with how often people decided the same', async () => {
    const { member, agent, task, deliverable, version } = await makeScene(db)
    const opinion = (on: { id: string }, verdict: Opinion['verdict']) =>
      put(db, 'opinion', {
        ...{ id: randomUUID(), roomId: version.roomId, goalId: version.goalId, versionId: on.id, taskId: task.id },
        ...{ agentId: agent.id, participantId: randomUUID(), verdict, reasons: 'Because.', createdAt: Date.now() },
      })
    const of = { deliverableId: deliverable.id, memberId: member.id }
    for (const decided of ['approved', 'approved', 'changes_requested', 'rejected', 'approved'] as const) {
      const judged = await makeVersion(db, {
        attempt: await makeAttempt(db, { task, doer: agent, status: 'approved' }),
      })
      await makeReview(db, judged, { ...of, verdict: decided })
      await opinion(judged, 'approve')
    }
    await opinion(version, 'approve')
    const detail = await versionDetail(asPerson(member), version.id)
    expect(detail?.opinions).toMatchObject([
      {
        name: agent.name,
        verdict: 'approve',
        calibration: { given: 5, agreed: 3, warning: 'approved all of 5, people sent back 2 of them' },
      },
    ])
  })

  test('comes with its lineage, reviews, comments and siblings', async () => {
    const { member, agent, task, attempt, deliverable, version } = await makeScene(db)
    const second = await makeVersion(db, { attempt, deliverableId: deliverable.id, status: 'rejected' })
    const review = await makeReview(db, version, { deliverableId: deliverable.id, memberId: member.id })
    await makeReview(db, second, { deliverableId: deliverable.id, memberId: member.id, verdict: 'rejected' })
    const comment = await makeComment(db, version)
    await makeAttempt(db, { task, doer: agent, status: 'lost', failure: 'lost', reason: 'It went silent.' })
    const detail = await versionDetail(asPerson(member), version.id)
    expect(detail?.reviews.map(({ id }) => id)).toEqual([review.id])
    expect(detail?.comments.map(({ id }) => id)).toEqual([comment.id])
    expect(detail?.siblings.map(({ id, number }) => [id, number])).toEqual([
      [version.id, 1],
      [second.id, 2],
    ])
    expect(detail?.lineage).toMatchObject({
      attemptId: attempt.id,
      doer: agent.name,
      attempts: [
        { number: 1, doer: agent.name, outcome: 'submitted', reason: null },
        { number: 2, outcome: 'lost', reason: 'It went silent.' },
      ],
    })
  })

  test('is previewed as what it is: Markdown rendered without scripts, CSV as rows, agents’ own pages only by link', async () => {
    const { member, attempt, room } = await makeScene(db)
    const page = '<script>alert(1)</script>'
    const file = (name: string, mediaType: string, text: string) => ({
      name,
      mediaType,
      text,
      sha256: sha256Of(text),
      size: text.length,
    })
    const blob = Buffer.from([0x89, 0x50, 0x4e, 0x47])
    const version = await makeVersion(db, {
      attempt,
      files: [
        file('brief.md', 'text/markdown', `# Title\n\n${page}\n`),
        file('table.csv', 'text/csv', 'a,b\n1,2\n'),
        file('page.html', 'text/html; charset=utf-8', page),
        file('drawing.svg', 'image/svg+xml', '<svg/>'),
        file('facts.json', 'application/json', '{"a":1}'),
        { name: 'photo.png', mediaType: 'image/png', sha256: await makeContent(db, blob), size: blob.length },
        { name: 'huge.txt', mediaType: 'text/plain', sha256: 'f'.repeat(64), size: 3_000_000 },
      ],
    })
    const shown = (name: string | null) => preview(asPerson(member), version.id, name, tools)
    const main = await shown(null)
    expect(main).toMatchObject({ kind: 'markdown', file: { name: 'brief.md' }, frameUrl: null })
    expect(main?.html).toContain('Title')
    expect(main?.html).not.toContain('<script')
    expect(await shown('table.csv')).toMatchObject({
      kind: 'csv',
      rows: [
        ['a', 'b'],
        ['1', '2'],
      ],
      html: null,
    })
    expect(await shown('page.html')).toMatchObject({
      kind: 'html',
      html: null,
      text: page,
      frameUrl: `/link/${sha256Of(page)}`,
    })
    expect(await shown('drawing.svg')).toMatchObject({
      kind: 'html',
      html: null,
      frameUrl: `/link/${sha256Of('<svg/>')}`,
    })
    expect(await shown('facts.json')).toMatchObject({ kind: 'json', text: '{"a":1}', frameUrl: null })
    expect(await shown('photo.png')).toMatchObject({ kind: 'binary', text: null, frameUrl: `/link/${sha256Of(blob)}` })
    expect(await shown('huge.txt')).toMatchObject({ kind: 'binary', text: null, html: null, frameUrl: null })
    expect(await shown('../brief.md')).toBeNull()
    expect(room.id).toBe(version.roomId)
  })

  test('S50 with a picture that no window can hold is previewed without it', async () => {
    const { member, attempt } = await makeScene(db)
    const header = '89504e470d0a1a0a0000000d49484452'
    const [small, huge] = ['00000bb8', '00007530'].map((side) =>
      Buffer.from(`${header}${side}${side}${'0'.repeat(40)}`, 'hex'),
    )
    const file = async (name: string, bytes = Buffer.alloc(0)) => ({
      ...{ name, mediaType: 'image/png', sha256: await makeContent(db, bytes), size: bytes.length },
    })
    const files = [await file('photo.png', small), await file('map.png', huge)]
    const version = await makeVersion(db, { attempt, files })
    const shown = (name: string) => preview(asPerson(member), version.id, name, tools)
    expect(await shown('photo.png')).toMatchObject({ kind: 'binary', frameUrl: expect.stringMatching(/^\/link\//) })
    expect(await shown('map.png')).toMatchObject({ kind: 'binary', frameUrl: null })
  })

  test('without files is its response', async () => {
    const { member, attempt } = await makeScene(db)
    const version = await makeVersion(db, { attempt, files: [], response: 'All *done*.' })
    const shown = await preview(asPerson(member), version.id, null, tools)
    expect(shown).toMatchObject({ kind: 'markdown', text: 'All *done*.', file: { name: 'response.md', size: 11 } })
    const bytes = await versionBytes(asPerson(member), version.id, shown?.file.name ?? null)
    expect(Buffer.from(bytes?.bytes ?? []).toString()).toBe('All *done*.')
  })

  test('is compared with another of its line word by word, and comments on the older one are found again or gone', async () => {
    const { member, task, attempt } = await makeScene(db)
    const before =
      'The bridge opened in 1932 after a long delay.\n\nNobody came to the first day of it, which was cold.\n\nThe end.\n'
    const after = 'A new start of it all.\n\nThe bridge opened in 1934 after a long delay.\n\nThe end.\n'
    const [base, version] = [
      await makeVersion(db, { attempt, text: before }),
      await makeVersion(db, { attempt, text: after }),
    ]
    const on = (words: string) => {
      const start = before.indexOf(words)
      return makeComment(db, base, makeAnchor(before, start, start + words.length))
    }
    for (const words of [
      'a long delay',
      'The bridge opened in 1932 after a long delay',
      'Nobody came to the first day of it, which was cold.',
    ])
      await on(words)
    await makeComment(db, version)
    const diff = await versionDiff(asPerson(member), version.id, base.id)
    expect(diff).toMatchObject({ base: { id: base.id }, version: { id: version.id } })
    const text = (ops: string[]) =>
      diff?.parts
        .filter(({ op }) => ops.includes(op))
        .map(({ text }) => text)
        .join('')
    expect(text(['same', 'removed'])).toBe(before)
    expect(text(['same', 'added'])).toBe(after)
    expect(diff?.comments.map(({ fate }) => fate)).toEqual(['moved', 'changed', 'gone'])
    const other = await makeVersion(db, {
      attempt: await makeAttempt(db, { task: await makeTask(db, { roomId: task.roomId, goalId: task.goalId }) }),
    })
    expect(await versionDiff(asPerson(member), version.id, other.id)).toBeNull()
  })

  test('is exported with its number, hash, and who approved exactly these bytes', async () => {
    const { member, deliverable, version } = await makeScene(db)
    const asIs = await exportDocument(asPerson(member), version.id)
    expect(asIs).toMatchObject({
      markdown: 'Words.\n',
      version: { title: 'The brief', versionNumber: 1, sha256: version.sha256, approver: null },
    })
    await makeReview(db, version, { deliverableId: deliverable.id, memberId: member.id, sha256: 'e'.repeat(64) })
    const review = await makeReview(db, version, { deliverableId: deliverable.id, memberId: member.id })
    const approved = await exportDocument(asPerson(member), version.id)
    expect(approved).toMatchObject({ version: { approver: member.name, approvedAt: review.createdAt } })
    if (approved === null || approved === 'not_text') throw new Error('it is Markdown')
    expect(markdownFile(approved)).toBe(
      `---\ntitle: "The brief"\nversion: 1\napprover: "${member.name}"\napproved: ${new Date(review.createdAt).toISOString()}\nsha256: ${version.sha256}\n---\n\nWords.\n`,
    )
    await db.query(`update version set files = jsonb_set(files, '{0,mediaType}', '"text/html"') where id = $1`, [
      version.id,
    ])
    expect(await exportDocument(asPerson(member), version.id)).toBe('not_text')
  })
})
