import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Job } from './craft.ts'
import { analyst } from './crafts/analyst.ts'
import { critic } from './crafts/critic.ts'
import { editor } from './crafts/editor.ts'
import { merge } from './crafts/merge.ts'
import { outliner } from './crafts/outliner.ts'
import { scout } from './crafts/scout.ts'
import { writer } from './crafts/writer.ts'
import type { Input } from './inputs.ts'
import { CREW } from './roster.ts'
import { type Crew, startCrew } from './start.ts'
import { type Call, openCoordinator } from './test-coordinator.ts'
import { craftFor } from './work.ts'

const token = 'enrol-token-of-the-test'
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const ended = (path: string) => (call: Call) => call.path.endsWith(path)

let coordinator: Awaited<ReturnType<typeof openCoordinator>>
let crew: Crew
let dir: string

const deliver = (name: string, type: string, data: unknown) =>
  coordinator.deliver(`http://127.0.0.1:${crew.port}/ws_1/${name}`, secret, type, data)
const paths = () => coordinator.calls.map(({ path }) => path.replace(/^\/attempts\/\w+\//, ''))

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crew-'))
  coordinator = await openCoordinator()
  crew = await startCrew({ port: 0, token, dir, musterUrl: coordinator.url, model: null }, () => undefined)
  const agents = CREW.map(({ name }) => ({ name, agentId: `agent_${name}`, secret }))
  const enrolled = await fetch(`http://127.0.0.1:${crew.port}/enrol`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ workspaceId: 'ws_1', agents }),
  })
  expect(enrolled.status).toBe(204)
})
afterEach(async () => {
  await crew.close()
  await coordinator.close()
  await rm(dir, { recursive: true })
})

describe('a task', () => {
  const document: Input = {
    id: 'in_1',
    name: 'report.md',
    mediaType: 'text/markdown',
    origin: 'person',
    text: '# A\n\nIt is.',
  }
  const result = (id: string): Input => ({ ...document, id, name: `Task ${id}: result.md`, origin: 'agent' })
  const jobOf = (skills: string[], read: Input[] = [document], sentBack: Input[] = []): Job => ({
    goal: { id: 'g', title: 'Goal', acceptance: [] },
    task: { id: 't', key: '', title: 'Task', brief: 'Do it.', skills, inputs: [] },
    history: [],
    inputs: { read, unread: [], sentBack },
  })

  it.each([
    [['research'], scout],
    [['notes'], scout],
    [['outline'], outliner],
    [['writing'], writer],
    [['data-analysis'], analyst],
    [['critique'], critic],
    [['editing'], editor],
    [['juggling', 'editing'], editor],
  ])('that asks for %s is done by its craft, whoever of the crew gets it', (skills, craft) => {
    for (const { name } of CREW) expect(craftFor(name, jobOf(skills))).toBe(craft)
  })

  it('without a skill is written from its sources, or added up when there are only tables', () => {
    for (const { name } of CREW) expect(craftFor(name, jobOf([]))).toBe(writer)
    const table = { ...document, name: 'sales.csv', mediaType: 'text/csv', text: 'a,b\n1,2\n' }
    expect(craftFor('analyst', jobOf([], [table]))).toBe(analyst)
  })

  it('without a skill that brings results of others is merged by anybody', () => {
    for (const { name } of CREW) expect(craftFor(name, jobOf([], [result('v1'), result('v2')]))).toBe(merge)
  })

  it('that asks for critique finds somebody who made nothing of what is to be judged', () => {
    const judges = CREW.filter(({ skills }) => skills.includes('critique'))
    const making = ['research', 'notes', 'data-analysis', 'outline', 'writing']
    expect(judges.length).toBeGreaterThan(0)
    for (const { skills } of judges) expect(skills.filter((skill) => making.includes(skill))).toEqual([])
  })

  it('F39 that a person sent back with comments is revised by anybody', () => {
    const review = { ...document, id: 'review:v1', name: 'review.json', text: '{"summary":"Shorter.","comments":[]}' }
    const sentBack = [{ ...result('v1'), name: 'version 1, sent back: result.md' }]
    for (const { name } of CREW) expect(craftFor(name, jobOf(['writing'], [document, review], sentBack))).toBe(editor)
  })
})

describe('a merge of many results', () => {
  const texts = Array.from({ length: 120 }, (_, at) => `# Item ${at + 1}\n\nItem ${at + 1} weighs ${at + 10} grams.\n`)
  const list = texts.map((text, at) => ({
    id: `ver_${at + 1}`,
    name: `Item ${at + 1}: result.md`,
    mediaType: 'text/markdown',
    origin: 'agent',
    ...(at % 2 === 0 ? { text } : { url: `/api/v1/content/item${at + 1}` }),
  }))
  const manifest = {
    id: 'inputs',
    name: 'inputs.json',
    mediaType: 'application/vnd.muster.inputs+json',
    url: '/api/v1/content/list',
    origin: 'coordinator',
  }
  const task = { key: 'merge', title: 'All items', brief: 'Merge the results.', skills: [], inputs: [manifest] }
  const answer = ({ path }: Call) => {
    if (path === '/content/list') return { status: 200, body: JSON.stringify(list) }
    const item = /^\/content\/item(\d+)$/.exec(path)?.[1]
    return { status: 200, body: item ? (texts[Number(item) - 1] ?? '') : {} }
  }

  it('reads the list behind the one manifest it is given, and leaves none of them out', async () => {
    coordinator.behaviour.answer = answer
    await deliver('critic', 'attempt.requested', coordinator.assignment('att1', task))
    const { body } = await coordinator.seen((call) => call.path.includes('/artifacts/'))
    const [part] = body.parts as { text: string }[]
    const headings = [...(part?.text ?? '').matchAll(/^## (.+)$/gm)].map((match) => match[1])
    expect(headings).toEqual(list.map((_, at) => `Item ${at + 1}`))
    expect(part?.text).toContain('## Item 120\n\nItem 120 weighs 129 grams.')
    const { body: completion } = await coordinator.seen(ended('/complete'))
    expect(completion.sources).toHaveLength(120)
  })

  it('is given back for another try rather than handed in without one of them', async () => {
    coordinator.behaviour.answer = (call) => (call.path === '/content/item60' ? { status: 503 } : answer(call))
    await deliver('critic', 'attempt.requested', coordinator.assignment('att1', task))
    const { body } = await coordinator.seen(ended('/fail'))
    expect(body).toMatchObject({ retryable: true, message: expect.stringContaining('Item 60: result.md') })
  })
})

describe('a rehearsal', () => {
  const brief = 'Take notes.\n\nRehearsal: the first worker goes silent on purpose, to see the work recover.'
  const inputs = [
    {
      id: 'in_1',
      name: 'a.md',
      mediaType: 'text/markdown',
      origin: 'person',
      text: 'The scheme cost 5 euros in 2025.',
    },
  ]
  const rehearsed = (number: number) => {
    const data = coordinator.assignment('att1', { brief, inputs })
    return { ...data, attempt: { ...data.attempt, number, heartbeatSeconds: 0.01 } }
  }

  it('the first worker takes the task up, says that it goes silent, and is silent until it is taken away', async () => {
    const accepted = await deliver('scout', 'attempt.requested', rehearsed(1))
    expect(accepted).toEqual({ status: 202, body: { status: 'accepted' } })
    const { body } = await coordinator.seen(ended('/activities'))
    expect(body.body).toBe('Going silent on purpose: this is a rehearsal.')
    // Many heartbeats would have come in the time in which another agent does the same task from start to end.
    await deliver('critic', 'attempt.requested', {
      ...rehearsed(2),
      attempt: { ...rehearsed(2).attempt, id: 'att2', heartbeatSeconds: 30 },
    })
    await coordinator.seen(ended('/attempts/att2/complete'))
    expect(coordinator.calls.filter(({ path }) => path.startsWith('/attempts/att1/'))).toHaveLength(1)
    await deliver('scout', 'attempt.revoked', { attempt: 'att1', reason: 'silent' })
    await crew.settled()
    expect(coordinator.calls.filter(({ path }) => path.startsWith('/attempts/att1/'))).toHaveLength(1)
  })

  it('the next worker does the work', async () => {
    await deliver('scout', 'attempt.requested', rehearsed(2))
    await coordinator.seen(ended('/complete'))
    expect(paths()).toContain('complete')
  })
})
