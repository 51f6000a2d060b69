import { createServer, type Server } from 'node:http'
import type { Desk } from './fixtures.ts'

const servers: Server[] = []

/** A webhook agent in the room that completes what it gets with this text, and says what it used up; answers its id. */
export async function agentThatSays(
  desk: Desk,
  {
    roomId,
    name,
    skill,
    text,
    costUsd = 0,
  }: Record<'roomId' | 'name' | 'skill' | 'text', string> & { costUsd?: number },
): Promise<string> {
  const server = createServer(async (request, response) => {
    const { type, data } = JSON.parse(Buffer.concat(await request.toArray()).toString())
    const parts = [{ text, mediaType: 'text/markdown' }]
    const done = { status: 'completed', response: text, artifacts: [{ name: 'answer.md', parts }], usage: { costUsd } }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(type === 'agent.ping' ? { challenge: data.challenge } : done))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const { agentId = '' } = await desk.command('agent.register', {
    ...{ workspaceId: desk.workspaceId, name, channel: 'webhook', skills: [skill], maxConcurrency: 3 },
    url: `http://127.0.0.1:${address.port}/`,
  })
  await desk.command('agent.verify', { agentId })
  await desk.command('room.add_participant', { roomId, agentId })
  return agentId
}

/** Takes down every agent that was started so. */
export async function stopAgents(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
