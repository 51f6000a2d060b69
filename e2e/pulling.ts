import type { Desk } from './fixtures.ts'

type Claim = { attempt: { id: string; token: string }; task: { key: string } }

/** An agent that fetches its work, played by hand. */
export type Puller = {
  /** Fetches what there is, at most so many; throws when nothing comes within half a minute. */
  claim(max?: number): Promise<Claim[]>
  complete(claim: Claim, text: string): Promise<void>
  fail(claim: Claim, message: string): Promise<void>
}

/** Registers an agent that pulls and brings it into a room. */
export async function pullerIn(desk: Desk, roomId: string, name: string, places = 1): Promise<Puller> {
  const { agentId, token = '' } = await desk.command('agent.register', {
    workspaceId: desk.workspaceId,
    ...{ name, channel: 'pull', skills: [], maxConcurrency: places },
  })
  await desk.command('room.add_participant', { roomId, agentId })
  const post = async (path: string, bearer: string, body: unknown) => {
    const answer = await fetch(desk.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? null : await answer.json()
  }
  const report = ({ attempt }: Claim, call: string, body: unknown) =>
    post(`/api/v1/attempts/${attempt.id}/${call}`, attempt.token, body)
  return {
    async claim(max = 1) {
      for (const waitSeconds of [15, 15]) {
        const answer = await post('/api/v1/claims', token, { claimId: crypto.randomUUID(), max, waitSeconds })
        if (answer !== null) return answer.claims
      }
      throw new Error(`${name} had nothing to fetch`)
    },
    async complete(claim, text) {
      const parts = [{ text, mediaType: 'text/markdown', filename: 'answer.md' }]
      await report(claim, 'complete', { response: 'Done.', artifacts: [{ name: 'answer.md', parts }] })
    },
    async fail(claim, message) {
      await report(claim, 'fail', { code: 'tool_error', message, retryable: true })
    },
  }
}
