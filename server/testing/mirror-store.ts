import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { MemoryStore, type MemoryStoreOptions } from '../store/memory.ts'
import type { Locks } from '../store/memory-locks.ts'
import { PostgresStore } from '../store/postgres.ts'
import type { Receipt } from '../store/records.ts'
import type { Locatable, Wants } from '../store/store.ts'
import type { Unit } from '../store/unit.ts'
import { difference, plain } from './mirror-rows.ts'
import type { Ids } from './scenario-ids.ts'

type Body<T> = (unit: Unit, receipts: ReadonlyMap<string, Receipt>) => T
/** A batch as it was decided in memory: run again on Postgres it must decide the same. */
type Decided = {
  laneId: string
  wants: Wants
  body: Body<unknown>
  from: number
  to: number
  unit: Unit
  result: unknown
}

/** Where the acts of stores in memory are done once more, in their order; see `Mirror`. */
type Behind = {
  readonly pool: pg.Pool
  readonly turns: Locks
  commits: number
  later(at: number, what: string, work: () => Promise<string[]>): void
}

/** A store in memory whose every act is done on Postgres as well, by a store of the same process. */
export class MirrorStore extends MemoryStore {
  private behind!: PostgresStore
  private over = false
  private readonly decided = new WeakMap<Unit, Decided>()
  private readonly inTurn = new Set<object>()

  constructor(
    private readonly given: MemoryStoreOptions,
    private readonly ids: Ids,
    private readonly mirror: Behind,
  ) {
    super(given)
    this.reopen()
    this.mirrorReads()
    given.disk.listeners.add((unit) => {
      const decided = this.decided.get(unit)
      if (decided) mirror.later(unit.now, `commit ${unit.seq} of ${unit.laneId}`, () => this.again(decided))
    })
  }

  private reopen() {
    this.behind = new PostgresStore({ pool: this.mirror.pool, process: this.given.process, newId: this.ids.next })
  }
  private later(what: string, work: () => Promise<string[]>) {
    this.mirror.later(this.given.now(), what, work)
  }

  override crash() {
    super.crash()
    this.over = true
    this.mirror.turns.abandon((owner) => this.inTurn.has(owner))
  }
  override loseLocks() {
    super.loseLocks()
    this.mirror.turns.abandon((owner) => this.inTurn.has(owner))
  }

  override async transact<T>(laneId: string, wants: Wants, body: Body<T>): Promise<T> {
    const { mirror, inTurn } = this
    const owner = {}
    inTurn.add(owner)
    await mirror.turns.lock('disk', owner)
    // What a process knows beside the rows is gone with a batch that was refused.
    const forget = () =>
      this.later('a store that begins afresh', async () => {
        this.reopen()
        return []
      })
    let tries = 0
    try {
      return await super.transact(laneId, wants, (unit, receipts) => {
        if (++tries > 1) forget()
        const [from, { wakeAt }] = [this.ids.made, unit]
        const result = body(unit, receipts)
        const decided: Decided = { laneId, wants, body, from, to: this.ids.made, unit, result }
        if (unit.isEmpty && unit.wakeAt === wakeAt) this.later(`a look at ${laneId}`, () => this.again(decided))
        else this.decided.set(unit, decided)
        return result
      })
    } catch (error) {
      forget()
      throw error
    } finally {
      mirror.turns.unlock('disk', owner)
      inTurn.delete(owner)
    }
  }

  /** Runs a batch once more, on Postgres, and says in what it came out otherwise. */
  private async again({ laneId, wants, body, from, to, unit, result }: Decided): Promise<string[]> {
    const said: string[] = []
    await this.behind.transact(laneId, wants, (other, receipts) => {
      const made = this.ids.made
      this.ids.made = from
      const answer = body(other, receipts)
      if (this.ids.made !== to) said.push(`${this.ids.made - from} ids were drawn instead of ${to - from}`)
      this.ids.made = made
      said.push(
        ...difference('answers', result, answer),
        ...difference('events', unit.events, other.events),
        ...difference('rows', unit.touched(), other.touched()),
        ...difference('appends', unit.appends, other.appends),
        ...difference('wakes at', unit.wakeAt, other.wakeAt),
      )
      return answer
    })
    this.mirror.commits += 1
    return said
  }

  /** Reads and claims outside a transaction: what each answered must be what Postgres answers. */
  private mirrorReads() {
    const compare = async <T>(
      what: string,
      first: Promise<T>,
      ask: () => Promise<T>,
      order = (value: T): unknown => value,
    ) => {
      if (!this.over)
        this.later(what, async () => {
          const [one, other] = [plain(order(await first)), plain(order(await ask()))]
          return isDeepStrictEqual(one, other) ? [] : [`${JSON.stringify(other)} instead of ${JSON.stringify(one)}`]
        })
      return first
    }
    const { claimJobs, dueLanes, locate, roomsOf, findDelivery, findAgent, readContents, now } = this
    this.claimJobs = (limit) =>
      compare('claimed jobs', claimJobs(limit), () => this.behind.claimJobs(limit), sortedById)
    this.dueLanes = (limit) => compare('due lanes', dueLanes(limit), () => this.behind.dueLanes(limit), sorted)
    this.locate = (kind: Locatable, id) =>
      compare(`where ${kind} ${id} is`, locate(kind, id), () => this.behind.locate(kind, id))
    this.roomsOf = (id) => compare(`rooms of ${id}`, roomsOf(id), () => this.behind.roomsOf(id), sorted)
    this.findDelivery = (id) => compare(`delivery ${id}`, findDelivery(id), () => this.behind.findDelivery(id))
    this.findAgent = (id) => compare(`agent ${id}`, findAgent(id), () => this.behind.findAgent(id))
    this.readContents = (hashes) =>
      compare(
        'contents',
        readContents(hashes),
        () => this.behind.readContents(hashes),
        (found) => [...found.keys()].sort(),
      )
    this.now = () => compare('the present', now(), () => this.behind.now())
  }

  override async countTry(id: string): Promise<void> {
    if (!this.over) this.later(`a try of job ${id}`, () => this.behind.countTry(id).then(() => []))
    return super.countTry(id)
  }
  override async endJob(id: string, outcome: string): Promise<void> {
    if (!this.over) this.later(`the end of job ${id}`, () => this.behind.endJob(id, outcome).then(() => []))
    return super.endJob(id, outcome)
  }
}

const sorted = (list: readonly string[]) => [...list].sort()
const sortedById = (list: readonly { id: string }[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1))
