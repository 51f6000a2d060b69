import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Server } from 'socket.io'
import type { CallerOf } from '../auth/caller.ts'
import type { OriginGuard } from '../auth/origin.ts'
import { createRate } from '../auth/rate.ts'
import { isPersonal } from '../contract/events.ts'
import type { ClientToServer, ServerToClient } from '../contract/live.ts'
import type { Actor } from '../domain/permission.ts'
import { createAccess } from './access.ts'
import { createAdmission } from './admission.ts'
import { createDesk } from './desk.ts'
import type { LogSource } from './lane-tail.ts'
import { createLanes } from './lanes.ts'
import type { LiveSocket, SocketMemory } from './live-socket.ts'
import { OpenSockets } from './open-sockets.ts'
import { createPresence } from './presence.ts'
import { dropWhenSlow } from './slow-reader.ts'
import { livePath, type UpgradeHandler } from './upgrade.ts'
import { createWaitingTold } from './waiting.ts'

const standingLimits = {
  /** Handshakes per address. */
  handshakes: { limit: 400, windowMs: 10_000 },
  /** Events per socket and per user. */
  perSocket: { limit: 50, windowMs: 1000 },
  perUser: { limit: 200, windowMs: 1000 },
  socketsPerUser: 100,
  lanesPerSocket: 100,
  /** Bytes that may wait for a reader who takes nothing for so long: with what is on its way to the kernel, less than 1 MiB. */
  unsentBytes: 768 * 1024,
  unsentMs: 250,
  gatherMs: 40,
  presenceMs: 1000,
  waitingMs: 500,
  /** How long a granted access is taken for granted. */
  accessMs: 5000,
  /** How often open sockets are judged again, for what other processes changed. */
  sweepMs: 10_000,
}
export type GatewayLimits = typeof standingLimits

export type GatewayDeps = {
  callerOf: CallerOf
  originAllowed: OriginGuard
  log: LogSource
  /** Whether this person may read this lane now. */
  access(actor: Actor, laneId: string): Promise<boolean>
  /** Which member of the lane's workspace a person is. */
  memberIdOf(userId: string, laneId: string): Promise<string | null>
  /** The workspace a lane belongs to; null when there is no such lane. */
  workspaceOf(laneId: string): Promise<string | null>
  addressOf?(request: IncomingMessage): string
  limits?: Partial<GatewayLimits>
  onError(error: unknown): void
}

export type Gateway = {
  /** Answers true when the request was for the socket's own path. */
  handle(req: IncomingMessage, res: ServerResponse): boolean
  upgrade: UpgradeHandler
  /** Disconnects at once: one session's sockets, or all of a user's. */
  kick(who: { userId: string } | { sessionId: string }): void
  /** Ends a person's access to one lane: they leave, and are told. */
  revoke(laneId: string, userId: string): void
  /** How many sockets are open. */
  size(): number
  close(): Promise<void>
}

type Admit = ReturnType<typeof createAdmission>['allowRequest']
type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketMemory>

/** The library with a server of its own that never listens, so that it sees only what we pass on. */
function socketServer(allowRequest: Admit): { inner: HttpServer; io: LiveServer } {
  const inner = createServer()
  const io: LiveServer = new Server(inner, {
    path: '/live',
    serveClient: false,
    destroyUpgrade: false,
    allowRequest,
    maxHttpBufferSize: 128 * 1024,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 10_000,
  })
  return { inner, io }
}

/** The socket server: people watch lanes, and get their events in order as they are committed. */
export function createGateway(deps: GatewayDeps): Gateway {
  const limits: GatewayLimits = { ...standingLimits, ...deps.limits }
  const addressOf = deps.addressOf ?? ((request: IncomingMessage) => request.socket.remoteAddress ?? '')
  const admission = createAdmission({ ...deps, addressOf, handshakes: limits.handshakes })
  const { inner, io } = socketServer(admission.allowRequest)
  const waiting = createWaitingTold({
    workspaceOf: deps.workspaceOf,
    tell: (laneId) => void io.local.to(laneId).emit('waiting', { laneId }),
    everyMs: limits.waitingMs,
    onError: deps.onError,
  })
  // Each process reads the log itself, so its own sockets are all that it serves.
  const lanes = createLanes({
    log: deps.log,
    gatherMs: limits.gatherMs,
    heard: waiting.heard,
    onError: deps.onError,
    send: (laneId, events) => {
      if (events.some(isPersonal)) io.local.to(laneId).emit('resync', { laneId })
      else io.local.to(laneId).emit('events', { laneId, events })
    },
    resync: (laneId) => void io.local.to(laneId).emit('resync', { laneId }),
  })
  const presence = createPresence(
    (laneId, memberIds) => void io.local.to(laneId).emit('presence', { laneId, memberIds }),
    limits.presenceMs,
  )
  const access = createAccess(deps.access, limits.accessMs)
  const perUser = createRate(limits.perUser)
  const sockets = new OpenSockets()
  const desk = createDesk({
    log: deps.log,
    lanes,
    presence,
    mayRead: access.mayRead,
    memberIdOf: deps.memberIdOf,
    limits,
  })

  io.use((socket, next) => {
    const person = admission.personOf(socket.request)
    if (!person) return next(new Error('unauthenticated'))
    if (sockets.count(person.userId) >= limits.socketsPerUser) return next(new Error('throttled'))
    socket.data = { person, watching: new Map(), tickets: new Map(), mayReadUntil: new Map(), revocations: 0 }
    next()
  })

  const hear = (socket: LiveSocket) => {
    const perSocket = createRate(limits.perSocket)
    const { userId } = socket.data.person
    socket.onAny((name: string, ...parts: unknown[]) => {
      const answer = parts.at(-1)
      const reply = (value: object) => (typeof answer === 'function' ? answer(value) : undefined)
      if (perSocket.take('') + perUser.take(userId) > 0) return reply({ ok: false, code: 'throttled' })
      deps
        .callerOf(socket.handshake.headers)
        .then(async (caller) => {
          if (caller) return reply(await desk(socket, name, parts[0]))
          reply({ ok: false, code: 'unauthenticated' })
          socket.disconnect(true)
        })
        .catch(deps.onError)
    })
  }
  io.on('connection', (socket) => {
    sockets.add(socket)
    dropWhenSlow(socket, limits)
    hear(socket)
    socket.on('disconnect', () => {
      for (const laneId of [...socket.data.watching.keys()]) desk.leave(socket, laneId)
      socket.data.tickets.clear()
      sockets.drop(socket)
    })
  })

  const shutOut = (socket: LiveSocket, laneId: string) => {
    access.withdraw(socket, laneId)
    if (desk.leave(socket, laneId)) socket.emit('revoked', { laneId })
  }
  const judgeAgain = async (socket: LiveSocket) => {
    if (!(await deps.callerOf(socket.handshake.headers))) return socket.disconnect(true)
    for (const laneId of [...socket.data.watching.keys()]) {
      if (!(await access.mayRead(socket, laneId))) shutOut(socket, laneId)
    }
  }
  const sweep = setInterval(() => {
    for (const socket of sockets.all()) judgeAgain(socket).catch(deps.onError)
  }, limits.sweepMs)
  sweep.unref()

  return {
    handle(req, res) {
      if ((req.url ?? '').split('?', 1)[0] !== livePath) return false
      inner.emit('request', req, res)
      return true
    },
    upgrade: (req, socket, head) => void inner.emit('upgrade', req, socket, head),
    kick(who) {
      for (const socket of 'userId' in who ? sockets.of(who.userId) : sockets.all()) {
        if ('userId' in who || socket.data.person.credentialId === who.sessionId) socket.disconnect(true)
      }
    },
    revoke(laneId, userId) {
      for (const socket of sockets.of(userId)) shutOut(socket, laneId)
    },
    size: () => io.of('/').sockets.size,
    async close() {
      clearInterval(sweep)
      presence.stop()
      waiting.stop()
      lanes.stop()
      await io.close()
    },
  }
}
