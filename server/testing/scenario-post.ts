import { signatureHeader } from '../adapters/webhook/signature.ts'
import { type Send, webhookId } from '../coordinator/deliver-job.ts'
import type { MemoryDisk } from '../store/memory-disk.ts'
import type { Process } from './process.ts'
import { readBack } from './read-back.ts'
import type { ScriptedAgent } from './scripted-agent.ts'
import type { VirtualClock } from './virtual-clock.ts'
import type { Weather } from './weather.ts'

/** A message that left for an agent, whether it arrived or not. */
export type Sent = {
  id: string
  jobId: string
  agentId: string
  type: string
  at: number
  body: string
  secrets: readonly string[]
  by: Process
}
type Ways = {
  weather: Weather
  clock: VirtualClock
  disk: MemoryDisk
  agents: ReadonlyMap<string, ScriptedAgent>
  travel: () => Promise<void>
}

/** The way of messages to agents' addresses and of the answers back. */
export class Post {
  readonly sent: Sent[] = []
  private readonly tries = new Map<string, number>()
  private readonly jobs = new Map<string, string>()

  constructor(private readonly ways: Ways) {
    ways.disk.listeners.add(({ appends }) => {
      for (const { id } of appends.jobs) this.jobs.set(webhookId(id), id)
    })
  }

  /** What a process has for sending. */
  from =
    (process: () => Process): Send =>
    async (message) => {
      const { weather, clock, agents, travel } = this.ways
      const address = new URL(message.url).hostname
      const agent = [...agents.values()].find((one) => address === hostOf(one.name))
      if (!agent) throw new Error(`nobody lives at ${message.url}`)
      const { id, type, body, secrets } = message
      await weather.at?.(process(), 'sending')
      if (!process().alive) return new Promise(() => undefined)
      const at = clock.now
      this.sent.push({ id, jobId: this.jobs.get(id) ?? '', agentId: agent.id, type, at, body, secrets, by: process() })
      await travel()
      if (weather.cut?.()) return readBack(type, 'unreachable', at, clock.now)
      const tryNumber = (this.tries.get(id) ?? 0) + 1
      this.tries.set(id, tryNumber)
      const data: unknown = JSON.parse(body).data
      const timestampSeconds = Math.floor((at + (weather.skew?.(process()) ?? 0)) / 1000)
      const sign = () => {
        const signature = signatureHeader({ id, timestampSeconds, body, secrets })
        return { timestamp: String(timestampSeconds), signature, body }
      }
      const answer = agent.receive({ id, type, data, at: clock.now, tryNumber, sign })
      await weather.at?.(process(), 'sent')
      await travel()
      return readBack(type, weather.losesReply?.() ? 'unreachable' : answer, at, clock.now)
    }
}

/** Where an agent of that name lives. */
export const hostOf = (name: string): string => `${name.replace(/\W/g, '-').toLowerCase()}.test`
