import type { MemoryDisk } from '../store/memory-disk.ts'
import type { Records } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'
import type { Sent } from './scenario-post.ts'

type Touched = ReturnType<Unit['touched']>[number]

/** A secret or a token: advice may name their kinds. */
const secretLike = /whsec_[\w+/=]{8}|mst_[a-z]+_\w{8}/

/** How long a job is a process's own. */
const claimMs = 30_000

/** What must hold of every message that leaves: I27, I28, I30, I35, I36. */
export class Outbox {
  private looked = 0
  /** When each job may be tried again, and whose each secret is. */
  private readonly due = new Map<string, number>()
  private readonly takenOver = new Set<string>()
  private readonly lastSent = new Map<string, Pick<Sent, 'at' | 'by'>>()
  private readonly owners = new Map<string, string>()

  constructor(
    private readonly disk: MemoryDisk,
    private readonly sent: () => readonly Sent[],
    private readonly unseal: (sealed: string) => string,
  ) {
    for (const lane of disk.lanes.values()) for (const agent of lane.tables.agent.all()) this.learn(agent)
  }

  *check(unit: Unit, touched: readonly Touched[]): Iterable<string> {
    for (const { table, id, after } of touched) {
      if (table !== 'agent' || !after) continue
      const other = this.learn(after as Records['agent'])
      if (other) yield `I30 no two agents share a secret: ${id} and ${other}`
    }
    yield* this.left()
    for (const { jobId, nextTryAt } of unit.appends.deliveries) this.due.set(jobId, nextTryAt ?? 0)
  }

  /** The messages that left since the last look. */
  *left(): Iterable<string> {
    const sent = this.sent()
    for (; this.looked < sent.length; this.looked++) yield* this.message(sent[this.looked] as Sent)
  }

  private *message({ jobId, agentId, type, at, body, secrets, by }: Sent): Iterable<string> {
    const job = this.disk.jobs.get(jobId)
    if (!job || job.agentId !== agentId) {
      yield `I27 every message has its job: ${type}`
      return
    }
    // What a process held for too long, others send again: the same message, and at worst both. It does not so itself.
    const before = this.lastSent.get(jobId) ?? { at, by }
    if (at - before.at >= claimMs && before.by !== by) this.takenOver.add(jobId)
    this.lastSent.set(jobId, { at, by })
    if ((this.due.get(jobId) ?? 0) > at && !this.takenOver.has(jobId))
      yield `I28 no try before its time: ${type} to ${agentId}`
    for (const secret of secrets)
      if (this.owners.get(secret) !== agentId) yield `I30 every message is signed with its agent's own secret: ${type}`
    if (type === 'attempt.requested' && !body.includes(job.laneId)) yield `I35 a hand-out is of its room: ${agentId}`
    if (secretLike.test(body)) yield `I36 no secret leaves in a message: ${type}`
  }

  /** Learns an agent's secrets; another agent that has one of them, if there is. */
  private learn({ id, secret, previousSecret }: Records['agent']): string | null {
    for (const sealed of [secret, previousSecret]) {
      if (sealed === null) continue
      const plain = this.unseal(sealed)
      const owner = this.owners.get(plain)
      if (owner !== undefined && owner !== id) return owner
      this.owners.set(plain, id)
    }
    return null
  }
}
