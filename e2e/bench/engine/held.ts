import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deriveAttemptToken, verifyAttemptToken } from '../../../server/auth/tokens.ts'
import { completeAttempt } from '../../../server/commands/attempt/complete.ts'
import { completionReport } from '../../../server/contract/reports.ts'
import type { Coordinator } from './coordinator.ts'

// Tasks that their agents take and keep: what a running task weighs, and what a result costs without the product's doors.

const prefix = 'held-'

/** `agentAt` says who an agent's address belongs to. */
export function createHeld(coordinator: () => Coordinator, agentAt: (url: string) => string) {
  const agents = new Map<string, string>()
  let enough: { count: number; reached: () => void } | undefined

  /** Whether this attempt is one to keep; it is noted then. */
  function take(key: string, attemptId: string, url: string): boolean {
    if (!key.startsWith(prefix)) return false
    agents.set(attemptId, agentAt(url))
    if (agents.size === enough?.count) setTimeout(enough.reached, 0)
    return true
  }

  /** Starts so many tasks in a room; resolves with their attempts' ids when every one is at an agent. */
  async function hold({ roomId, tasks }: { roomId: string; tasks: number }): Promise<string[]> {
    const { command, runner } = coordinator()
    agents.clear()
    const all = new Promise<void>((reached) => {
      enough = { count: tasks, reached }
    })
    await command('goal.create', {
      roomId,
      title: `${tasks} tasks that stay at work`,
      brief: 'Each is taken and kept.',
      plan: {
        tasks: Array.from({ length: tasks }, (_, i) => ({
          key: `${prefix}${i + 1}`,
          title: `Held ${i + 1}`,
          brief: 'Is taken and kept for a while.',
          skills: ['step'],
        })),
      },
      clocks: { leaseSeconds: 600, progressSeconds: 3600, attemptSeconds: 3600 },
      autonomy: 'run',
    })
    await all
    await runner.idle()
    return [...agents.keys()]
  }

  /** A plain handler over the same command, and with that the same SQL; answers its address and the tokens of what is held. */
  async function serve(): Promise<{ url: string; offers: { id: string; token: string }[] }> {
    const { runner, keys, workspaceId } = coordinator()
    const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
      const chunks: Buffer[] = []
      req.on('data', (chunk: Buffer) => chunks.push(chunk))
      req.on('end', async () => {
        const attemptId = verifyAttemptToken((req.headers.authorization ?? '').slice('Bearer '.length), keys.attemptKey)
        const agentId = attemptId ? agents.get(attemptId) : undefined
        if (!attemptId || !agentId) return res.writeHead(401).end()
        const completion = completionReport.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
        const actor = { kind: 'agent', agentId, workspaceId, attemptId } as const
        const answer = await runner.run(completeAttempt, { attemptId, completion }, actor)
        const text = JSON.stringify(answer)
        res
          .writeHead(answer.ok ? 200 : 409, {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          })
          .end(text)
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    server.unref()
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      offers: [...agents.keys()].map((id) => ({ id, token: deriveAttemptToken(id, keys.attemptKey) })),
    }
  }

  return { take, hold, serve }
}
