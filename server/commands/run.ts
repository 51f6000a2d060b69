import { createHash } from 'node:crypto'
import { type Refusal, refuse } from '../contract/problems.ts'
import type { Actor } from '../domain/permission.ts'
import { coordinator, type Receipt } from '../store/records.ts'
import { LaneMissing, receiptKey, type Store } from '../store/store.ts'
import type { Unit } from '../store/unit.ts'
import { type Answer, type Command, notHere, type Ports } from './kit.ts'

export type Outcome<R = unknown> = { ok: true; seq: number; result: R } | Refusal

/** The coordinator as the runner knows it: values handed in by main, never imported. */
export type Reactions = {
  /** Reacts to the events from `first` on, until none is left. */
  react: (unit: Unit, first: number, ports: Ports) => void
  /** Once a batch: hands out what became ready and sets the lane's next wake time. */
  finish: (unit: Unit, ports: Ports) => void
}

type Waiting = {
  name: string
  secret: boolean
  actor: Actor
  /** The handler with its input bound. */
  handle: (unit: Unit) => Answer<unknown>
  id: string | undefined
  hash: string
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}
type Lane = { queue: Waiting[]; running: boolean }

const batchLimit = 500

export type Runner = {
  /** Runs a command and answers when it is committed. The same id by the same actor gives the first answer again. */
  run<I, R, P>(command: Command<I, R, P>, input: I, actor: Actor, id?: string): Promise<Outcome<R>>
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>
}

/** Actors for receipts: ids of one never answer another. A limited token must not get what its member was answered. */
function actorKey(actor: Actor): string {
  if (actor.kind === 'agent') return `agent:${actor.agentId}`
  if (actor.kind === 'coordinator') return 'coordinator'
  return `member:${actor.userId}${actor.scopes?.length ? `:${actor.credentialId}` : ''}`
}

/**
 * The command runner. A room is a lane: one batch per lane is in flight in this process, what arrives meanwhile goes
 * together in the next (group commit, no timer).
 */
export function createRunner({
  store,
  ports,
  reactions,
  onBug,
}: {
  store: Store
  ports: Ports
  reactions: Reactions
  onBug: (error: unknown, command: string) => void
}): Runner {
  const lanes = new Map<string, Lane>()
  let idlers: (() => void)[] = []

  async function run<I, R, P>(command: Command<I, R, P>, given: I, actor: Actor, id?: string): Promise<Outcome<R>> {
    const input = clean(given)
    const ref = command.lane(input)
    const place = 'lane' in ref ? { laneId: ref.lane, goalId: null } : await store.locate(ref.of, ref.id)
    if (!place) return notHere
    const prepared = command.prepare?.(input, ports)
    if (isRefusal(prepared)) return prepared
    const wants = command.wants?.(input)
    return new Promise<Outcome<R>>((resolve, reject) => {
      const waiting: Waiting & Extra = {
        name: command.name,
        secret: command.secret ?? false,
        actor,
        handle: (unit) => command.run(unit, { actor, input, prepared: prepared as P, commandId: id, ports }),
        id,
        hash: id
          ? createHash('sha256')
              .update(`${command.name} ${JSON.stringify(input)}`)
              .digest('hex')
          : '',
        resolve: resolve as (outcome: Outcome) => void,
        reject,
        goals: [...(place.goalId ? [place.goalId] : []), ...(wants?.goals ?? [])],
        messages: wants?.messages ?? [],
      }
      const lane = lanes.get(place.laneId) ?? { queue: [], running: false }
      lanes.set(place.laneId, lane)
      lane.queue.push(waiting)
      if (!lane.running) void drain(place.laneId, lane)
    })
  }

  async function drain(laneId: string, lane: Lane) {
    lane.running = true
    while (lane.queue.length > 0) await batch(laneId, lane.queue.splice(0, batchLimit) as (Waiting & Extra)[])
    lane.running = false
    lanes.delete(laneId)
    if (lanes.size === 0) {
      for (const idle of idlers) idle()
      idlers = []
    }
  }

  async function batch(laneId: string, waiting: (Waiting & Extra)[]) {
    const wants = {
      goals: new Set(waiting.flatMap((one) => one.goals)),
      messages: new Set(waiting.flatMap((one) => one.messages)),
      receipts: waiting.flatMap((one) => (one.id ? [{ actor: actorKey(one.actor), id: one.id }] : [])),
    }
    try {
      const outcomes = await store.transact(laneId, wants, (unit, receipts) => runAll(unit, receipts, waiting))
      for (const [i, one] of waiting.entries()) {
        const outcome = outcomes[i]
        if (outcome) one.resolve(outcome)
      }
    } catch (error) {
      if (error instanceof LaneMissing) for (const one of waiting) one.resolve(notHere)
      else if (waiting.length > 1) for (const one of waiting) await batch(laneId, [one])
      else {
        const one = waiting[0]
        onBug(error, one?.name ?? '')
        one?.reject(error)
      }
    }
  }

  function runAll(unit: Unit, receipts: ReadonlyMap<string, Receipt>, waiting: readonly Waiting[]): Outcome[] {
    const known = new Map(receipts)
    const outcomes = waiting.map((one) => runOne(unit, known, one))
    reactions.finish(unit, ports)
    // What windows would see and no event told of, such as progress in a heartbeat: the log must fold to the rows.
    if (unit.pendingChanges().length > 0) unit.emit('rows.changed', coordinator)
    return outcomes
  }

  function runOne(unit: Unit, known: Map<string, Receipt>, one: Waiting): Outcome {
    const key = one.id ? receiptKey(actorKey(one.actor), one.id) : null
    const earlier = key ? known.get(key) : undefined
    if (earlier)
      return earlier.requestHash === one.hash
        ? (readReceipt(earlier.answer, ports) as Outcome)
        : refuse('idempotency_mismatch', 'This id was used before with another body. Use a new id for a new request.')
    const mark = unit.mark()
    const first = unit.events.length
    const answer = one.handle(unit)
    if (answer.ok || answer.keep) reactions.react(unit, first, ports)
    else unit.undo(mark)
    const { keep: _, ...refusal } = answer.ok ? { keep: undefined } : answer
    const outcome: Outcome = answer.ok ? { ok: true, seq: unit.seq, result: answer.result } : (refusal as Refusal)
    if (key && one.id) {
      const receipt: Receipt = {
        actor: actorKey(one.actor),
        id: one.id,
        laneId: unit.laneId,
        requestHash: one.hash,
        answer: one.secret ? { sealed: ports.seal(JSON.stringify(outcome)) } : outcome,
        createdAt: unit.now,
      }
      unit.appends.receipts.push(receipt)
      known.set(key, receipt)
    }
    return outcome
  }

  return {
    run,
    idle: () => (lanes.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  }
}

type Extra = { goals: readonly string[]; messages: readonly string[] }

function readReceipt(answer: unknown, ports: Ports): unknown {
  const sealed = (answer as { sealed?: unknown } | null)?.sealed
  return typeof sealed === 'string' ? JSON.parse(ports.unseal(sealed)) : answer
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false && 'code' in value

/** Postgres takes neither NUL nor lone surrogates in text: they become the replacement character. */
export function clean<T>(value: T): T {
  if (typeof value === 'string') {
    const text = value.includes('\u0000') ? value.replaceAll('\u0000', '\uFFFD') : value
    return (text.isWellFormed() ? text : text.replace(loneSurrogate, '\uFFFD')) as T
  }
  if (Array.isArray(value)) {
    const list = value.map(clean)
    return (list.some((item, i) => item !== value[i]) ? list : value) as T
  }
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    let changed = false
    const copy: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(value)) {
      const cleanName = clean(name)
      copy[cleanName] = clean(field)
      if (copy[cleanName] !== field || cleanName !== name) changed = true
    }
    return (changed ? copy : value) as T
  }
  return value
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
