import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bench, Job } from './craft.ts'
import { scout } from './crafts/scout.ts'
import { writer } from './crafts/writer.ts'
import type { Input } from './inputs.ts'
import { openModel } from './model.ts'
import { openCoordinator } from './test-coordinator.ts'

const report: Input = {
  id: 'file_1',
  name: 'town-report.md',
  mediaType: 'text/markdown',
  origin: 'person',
  text: '# Report\n\n## Money\n\nThe scheme cost 742,000 euros in 2025. Riders paid 281,000 euros of it in fees. The office opened a new door in spring.\n',
}
const job: Job = {
  goal: { id: 'g', title: 'Costs', acceptance: [] },
  task: { id: 't', key: '', title: 'Costs', brief: 'What does the scheme cost?', skills: [], inputs: [] },
  history: [],
  inputs: { read: [report], unread: [], sentBack: [] },
}

let endpoint: Awaited<ReturnType<typeof openCoordinator>>
beforeEach(async () => {
  endpoint = await openCoordinator()
})
afterEach(() => endpoint.close())

/** A bench whose model says `content` to everything. */
function benchWith(content: string): Bench & { tokensUsed: () => number } {
  endpoint.behaviour.answer = () => ({
    status: 200,
    body: {
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      usage: { total_tokens: 50 },
    },
  })
  const model = openModel(
    { baseUrl: `${endpoint.url}/v1`, apiKey: 'key', model: 'kimi-k2' },
    new AbortController().signal,
  )
  return { say: () => Promise.resolve(), ...model }
}

describe('with a model', () => {
  it("a scout keeps the model's quotes that stand in the source and drops the invented ones", async () => {
    const picks = [
      { inputId: 'file_1', quote: 'Riders paid 281,000 euros of it in fees.', why: 'names who pays' },
      { inputId: 'file_1', quote: 'The scheme cost nothing at all.', why: 'made up' },
    ]
    const bench = benchWith(JSON.stringify({ notes: picks }))
    const { sources } = await scout(job, bench)
    expect(sources).toEqual([
      { inputId: 'file_1', quote: 'Riders paid 281,000 euros of it in fees.', locator: 'line 5' },
    ])
    expect(bench.tokensUsed()).toBe(50)
    const [call] = endpoint.calls
    expect(call).toMatchObject({ path: '/v1/chat/completions', body: { model: 'kimi-k2' } })
    expect(call?.body).not.toHaveProperty('temperature')
    expect(JSON.stringify(call?.body.messages)).toContain('What does the scheme cost?')
  })

  it("a writer drops the model's sentences that its notes do not carry", async () => {
    const text =
      'Running it took 742,000 euros in 2025 [1]. It will take 900,000 euros in 2030 [1]. Fees brought in 281,000 euros [2]. They see it as “a great success” [2].'
    const delivery = await writer(job, benchWith(JSON.stringify({ text })))
    const part = delivery.artifact.parts[0]
    const written = part && 'text' in part ? part.text : ''
    expect(written).toContain('Running it took 742,000 euros in 2025 [1]. Fees brought in 281,000 euros [1].')
    expect(written).not.toMatch(/900,000|great success/)
  })

  it.each(['no JSON at all', '{"notes": "many"}', '{"notes": []}'])(
    'a scout works without it when it answers %s',
    async (content) => {
      const { sources } = await scout(job, benchWith(content))
      expect(sources.map(({ quote }) => quote)).toContain('The scheme cost 742,000 euros in 2025.')
    },
  )

  it('a scout works without it when the endpoint refuses', async () => {
    const bench = benchWith('')
    endpoint.behaviour.answer = () => ({ status: 401, body: { error: { message: 'bad key' } } })
    expect((await scout(job, bench)).sources.length).toBeGreaterThan(0)
    expect(endpoint.calls.length).toBe(1)
  })
})
