import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { io, type Socket } from 'socket.io-client'
import { hashToken, newToken } from '../auth/tokens.ts'
import type { Change, EventBatch, LogEvent } from '../contract/events.ts'
import type { ClientToServer, ServerToClient, WatchAnswer } from '../contract/live.ts'
import { createGateway, type Gateway, type GatewayLimits } from '../gateway/gateway.ts'
import { guardUpgrade } from '../gateway/upgrade.ts'
import { findLaneMember, findLaneWorkspace } from '../store/account-reads.ts'
import { put } from './insert.ts'
import { makeMember, makeRoom } from './rows.ts'
import { openSite } from './site.ts'

export type Client = Socket<ServerToClient, ClientToServer>

/** A site with a gateway over one room, whose log the test writes by hand. */
export type Live = Awaited<ReturnType<typeof openLive>>

export async function openLive(limits: Partial<GatewayLimits> = {}) {
  const site = await openSite()
  const { id: laneId, workspaceId: home } = await makeRoom(site.pool)
  const clients: Client[] = []
  /** Who was shut out of the lane, by user. */
  const shutOut = new Set<string>()
  const listeners = new Set<(batch: EventBatch) => void>()
  const stored: LogEvent[] = []
  const errors: unknown[] = []
  const gateway: Gateway = createGateway({
    callerOf: site.auth.callerOf,
    originAllowed: site.originAllowed,
    log: {
      after: async (id, seq, limit) => (id === laneId ? stored.filter((one) => one.seq > seq).slice(0, limit) : []),
      head: async (id) => (id === laneId ? (stored.at(-1)?.seq ?? 0) : id === home ? 0 : null),
      onCommit(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    access: async (actor, id) => {
      if (actor.kind !== 'member' || (id !== laneId && id !== home) || shutOut.has(actor.userId)) return false
      return (await findLaneMember(site.pool, actor.userId, id)) !== null
    },
    memberIdOf: (userId, id) => findLaneMember(site.pool, userId, id),
    workspaceOf: (id) => findLaneWorkspace(site.pool, id),
    limits: { gatherMs: 5, presenceMs: 20, waitingMs: 20, sweepMs: 50, accessMs: 50, ...limits },
    onError: (error) => errors.push(error),
  })
  const [next] = site.server.listeners('request')
  site.server.removeAllListeners('request')
  site.server.on('request', (req, res) => gateway.handle(req, res) || next?.(req, res))
  guardUpgrade(site.server, { dev: false, live: gateway.upgrade })
  site.auth.sessions.onEnded(gateway.kick)

  return {
    site,
    gateway,
    laneId,
    /** The lane of the workspace that the room is in. */
    home,
    shutOut,
    stored,
    /** Adds events to the log; unheard, as if another process had written them. */
    commit(
      count: number,
      {
        heard = true,
        data = {},
        changes = [],
      }: { heard?: boolean; data?: Record<string, unknown>; changes?: Change[] } = {},
    ): void {
      const head = stored.at(-1)?.seq ?? 0
      const events = Array.from(
        { length: count },
        (_, n): LogEvent => ({
          seq: head + n + 1,
          at: 0,
          type: 'message.posted',
          actor: { kind: 'member', id: 'm', name: 'Ana' },
          changes,
          data,
        }),
      )
      stored.push(...events)
      if (heard) for (const listener of listeners) listener({ laneId, events })
    },
    /** A member of the lane's workspace, or of another one, with a personal token. */
    async person(workspaceId = home) {
      const member = await makeMember(site.pool, { workspaceId })
      const token = newToken('mst_pat_')
      await put(site.pool, 'personal_token', {
        id: randomUUID(),
        workspaceId,
        memberId: member.id,
        name: 'test',
        tokenHash: hashToken(token),
        hint: '',
        scopes: [],
        expiresAt: null,
        revokedAt: null,
        createdAt: Date.now(),
      })
      return { ...member, headers: { authorization: `Bearer ${token}` } }
    },
    /** A person's session, as their browser sends it. */
    async session(userId: string) {
      const sid = await site.auth.sessions.start(userId, null, true)
      const value = await encode({ token: { sub: userId, sid }, secret: site.auth.cookieSecret })
      const headers = { cookie: `muster.session=${value}`, origin: site.url }
      return { headers, end: () => site.auth.sessions.endPlain(userId, sid) }
    },
    async open(headers: Record<string, string>, transports = ['websocket']): Promise<Client> {
      const options = { path: '/live', transports, extraHeaders: headers, reconnection: false, forceNew: true }
      const client: Client = io(site.url, options)
      clients.push(client)
      await new Promise<void>((resolve, reject) => {
        client.on('connect', resolve)
        client.on('connect_error', reject)
      })
      return client
    },
    watch: (client: Client, after: number, id = laneId): Promise<WatchAnswer> =>
      client.timeout(20_000).emitWithAck('watch', { laneId: id, after }),
    /** Closes everything; answers the errors that nobody expected. */
    async close(): Promise<unknown[]> {
      for (const client of clients) client.disconnect()
      await gateway.close()
      await site.close()
      return errors
    },
  }
}

/** Collects what a client is sent of the lane, as a window would: each number once, never backwards. */
export function numbersSeen(client: Client): number[] {
  const seen: number[] = []
  client.on('events', ({ events }) => {
    for (const { seq } of events) if (seq > (seen.at(-1) ?? 0)) seen.push(seq)
  })
  return seen
}
