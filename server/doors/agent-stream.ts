import { PassThrough } from 'node:stream'
import type { CallerOf } from '../auth/caller.ts'
import { refuse } from '../contract/problems.ts'
import type { Wake } from '../store/reads/wakes.ts'
import type { Store } from '../store/store.ts'
import type { Door, DoorRequest } from './http.ts'
import { problemReply } from './http.ts'
import { signInFirst } from './kit.ts'
import type { WakeSource, WakeTail } from './wake-tail.ts'

export type AgentStreamDeps = {
  callerOf: CallerOf
  store: Pick<Store, 'roomsOf'>
  source: WakeSource
  tail: WakeTail
  now: () => number
}

const day = 24 * 3600 * 1000
/** A commit may become visible this much later than its moment says: what may have been missed is sent again. */
const overlapMs = 15_000
const aliveMs = 15_000
/** How late a revoked token or a lost room is noticed. */
const recheckMs = 5000
const heldBytes = 1024 * 1024
const page = 500

/** Events after which there may be work to claim, whoever caused them. */
export const mayBringWork: ReadonlySet<string> = new Set([
  'task.ready',
  'task.open',
  'task.completed',
  'deliverable.ready',
  'attempt.failed',
  'attempt.superseded',
  'plan.approved',
  'goal.resumed',
  'participant.joined',
])
const concerns = ({ type, agentId, actor }: Wake, agent: string): boolean =>
  agentId === agent || mayBringWork.has(type) || (type === 'message.posted' && actor.id !== agent)

/**
 * `GET /api/v1/agents/me/events`: server-sent events that wake an agent; the claim stays the authority. `Last-Event-ID`
 * replays up to 24 h. An event may come twice over a reconnect, under one id; none is left out.
 */
export function createAgentStreamDoor(deps: AgentStreamDeps): Door {
  return {
    method: 'GET',
    path: '/api/v1/agents/me/events',
    async handle(request) {
      const actor = await deps.callerOf(request.headers)
      if (actor?.kind !== 'agent' || actor.attemptId !== null) return signInFirst
      const last = request.headers['last-event-id']
      const from = last === undefined || last === '' ? null : placeOf(String(last))
      if (from === undefined)
        return problemReply(refuse('invalid', 'This Last-Event-ID is none of ours. Leave it out to start from now.'))
      const rooms = new Set(await deps.store.roomsOf(actor.agentId))
      const heads = await deps.source.heads([...rooms])
      return {
        status: 200,
        headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
        stream: openStream(deps, request, { agentId: actor.agentId, rooms, heads, from }),
      }
    },
  }
}

type Place = { at: number; seq: number; roomId: string }
type Start = { agentId: string; rooms: Set<string>; heads: Map<string, number>; from: Place | null }

const idOf = ({ at, seq, roomId }: Place): string => `${at}.${seq}.${roomId}`
function placeOf(id: string): Place | undefined {
  const [, at, seq, roomId] = /^(\d{1,15})\.(\d{1,10})\.([0-9a-f-]{36})$/.exec(id) ?? []
  return roomId === undefined ? undefined : { at: Number(at), seq: Number(seq), roomId }
}

function openStream(deps: AgentStreamDeps, { headers, signal }: DoorRequest, start: Start): PassThrough {
  const { agentId, rooms, heads, from } = start
  const stream = new PassThrough()
  const write = (wakes: readonly Wake[]) => {
    for (const wake of wakes) if (concerns(wake, agentId)) stream.write(lineOf(wake))
    if (stream.readableLength + stream.writableLength > heldBytes) stream.destroy()
  }
  // What comes while the past is being read waits, so that a room's numbers only grow.
  const replayed = new Map<string, number>()
  let waiting: Wake[] | null = from === null ? null : []
  const stopFollowing = deps.tail.follow(
    {
      rooms,
      hear: (wakes) => {
        if (waiting) waiting.push(...wakes)
        else write(wakes.filter((wake) => wake.seq > (replayed.get(wake.roomId) ?? 0)))
      },
    },
    heads,
  )
  stream.write('retry: 2000\n: the claim stays the authority\n\n')
  const alive = setInterval(() => stream.write(': alive\n\n'), aliveMs)
  const recheck = setInterval(async () => {
    const [still, now] = await Promise.all([deps.callerOf(headers), deps.store.roomsOf(agentId)])
    if (still === null) return stream.end()
    for (const id of rooms) if (!now.includes(id)) rooms.delete(id)
    for (const id of now) rooms.add(id)
  }, recheckMs)
  const end = () => {
    stopFollowing()
    clearInterval(alive)
    clearInterval(recheck)
  }
  stream.once('close', end)
  signal.addEventListener('abort', () => stream.destroy(), { once: true })
  if (from !== null)
    replay(deps, { agentId, rooms, from }, (wakes) => {
      write(wakes)
      const last = wakes.at(-1)
      if (last) replayed.set(last.roomId, last.seq)
    }).then(
      () => {
        const held = waiting ?? []
        waiting = null
        write(held.filter((wake) => wake.seq > (replayed.get(wake.roomId) ?? 0)))
      },
      () => stream.destroy(),
    )
  return stream
}

async function replay(
  { source, now }: AgentStreamDeps,
  { rooms, from }: Pick<Start, 'agentId' | 'rooms'> & { from: Place },
  take: (wakes: readonly Wake[]) => void,
) {
  const since = Math.max(from.at - overlapMs, now() - day)
  for (const roomId of rooms) {
    let after = roomId === from.roomId ? from.seq : 0
    for (;;) {
      const wakes = await source.after(roomId, { after, since, limit: page })
      take(wakes)
      if (wakes.length < page) break
      after = wakes.at(-1)?.seq ?? after
    }
  }
}

const lineOf = (wake: Wake): string => {
  const { roomId, seq, at, type, actor, data } = wake
  return `id: ${idOf(wake)}\nevent: ${type}\ndata: ${JSON.stringify({ roomId, seq, at, type, actor, data })}\n\n`
}
