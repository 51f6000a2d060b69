import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import next from 'next'
import { createAddressOf } from './auth/address.ts'
import { type Auth, createAuth } from './auth/auth.ts'
import { ensureOwner } from './auth/first-owner.ts'
import { createOriginGuard } from './auth/origin.ts'
import { shareAuth } from './auth/shared-auth.ts'
import { tokenKey } from './auth/tokens.ts'
import { createRunner } from './commands/run.ts'
import type { EventBatch } from './contract/events.ts'
import { finish } from './coordinator/finish.ts'
import { react } from './coordinator/react.ts'
import { createHolders } from './doors/holders.ts'
import { createDoors } from './doors/http.ts'
import { createPulse } from './doors/outage.ts'
import { createStanding, guardPage } from './doors/page-headers.ts'
import { type Env, faultLines, readEnv } from './env.ts'
import { createGateway, type Gateway } from './gateway/gateway.ts'
import { guardUpgrade } from './gateway/upgrade.ts'
import { mayFollow } from './queries/standing.ts'
import { findLaneMember, findLaneWorkspace, findUserOfMember, hasNoUsers } from './store/account-reads.ts'
import { startHints } from './store/hints.ts'
import { newId } from './store/new-id.ts'
import { openPool, sharedPool } from './store/pool.ts'
import { PostgresStore } from './store/postgres.ts'
import { readEvents, readHead } from './store/reads/log.ts'
import { trimHourly } from './store/retention.ts'
import { cautionsOf } from './wiring/cautions.ts'
import { everyDoor } from './wiring/doors.ts'
import { openDrills } from './wiring/drills.ts'
import { createLog, takeConsole } from './wiring/log.ts'
import { createOutgoing } from './wiring/outgoing.ts'
import { createPorts } from './wiring/ports.ts'

// The only wiring: everything is made here, handed its neighbours, and taken down in the reverse order.

const version = '0.1.0'
const drainMs = 4000
/** How long a caller may take over its headers and over all of its request; Node looks every `connectionsCheckingInterval`. */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1000 }
const lanePoolSize = 6

function readOrExit(): Env {
  const read = readEnv(process.env)
  if (read.ok) return read.env
  process.stderr.write(`Muster cannot start:\n${faultLines(read.faults)}\n`)
  process.exit(1)
}

async function main() {
  const env = readOrExit()
  const log = createLog(env.log)
  if (!env.dev) takeConsole(log)
  const onBug = (error: unknown, what: string) => log.error({ err: error, what }, 'a bug')
  const now = Date.now
  const pool = sharedPool(env.databaseUrl)
  const lanePool = openPool(env.databaseUrl, lanePoolSize, true)
  const processName = randomUUID()
  const store = new PostgresStore({ pool: lanePool, process: processName, newId })
  const keys = {
    publicUrl: env.url,
    attemptKey: tokenKey(env.secret, 'attempt'),
    linkKey: tokenKey(env.secret, 'link'),
  }
  const ports = createPorts(env)
  const runner = createRunner({ store, ports, reactions: { react, finish }, onBug })
  const holders = createHolders()
  const { egress, worker, verify, comparing } = createOutgoing({
    ...{ env, version, store, runner, ports, holders, keys, now, onBug },
  })
  const drills = openDrills({ url: env.url, mayReach: egress.open, onBug })

  if (env.owner) await ensureOwner(pool, env.owner)
  const setupToken = (await hasNoUsers(pool)) ? randomBytes(24).toString('base64url') : null
  const { url, secret, github, google, oidc } = env
  const auth = createAuth(pool, { url, secret, github, google, oidc })
  auth.cautions = cautionsOf(env)
  shareAuth(auth)

  const originAllowed = createOriginGuard({ url, host: env.host, port: env.port })
  const addressOf = createAddressOf(url)
  // What another process committed: its newest event is enough, the gateway reads what lies between.
  let heardElsewhere: (batch: EventBatch) => void = () => undefined
  const hints = startHints({
    url: env.databaseUrl,
    pool,
    process: processName,
    heard: (laneId, seq) => {
      readEvents(pool, laneId, seq - 1, 1).then(
        (events) => heardElsewhere({ laneId, events }),
        (error) => onBug(error, 'hint'),
      )
    },
  })
  const gateway = createGateway({
    callerOf: auth.callerOf,
    originAllowed,
    addressOf,
    access: mayFollow,
    memberIdOf: (userId, laneId) => findLaneMember(pool, userId, laneId),
    workspaceOf: (laneId) => findLaneWorkspace(pool, laneId),
    log: {
      after: (laneId, seq, limit) => readEvents(pool, laneId, seq, limit),
      head: (laneId) => readHead(pool, laneId),
      onCommit: (listener) => {
        heardElsewhere = listener
        return store.onCommit(({ laneId, events }) => {
          const last = events.at(-1)
          if (!last) return
          listener({ laneId, events })
          hints.reached(laneId, last.seq)
        })
      },
    },
    onError: (error) => onBug(error, 'gateway'),
  })
  auth.sessions.onEnded(gateway.kick)
  forgetOnChange(store, auth, gateway, (memberId) => findUserOfMember(pool, memberId))

  const handleDoor = createDoors(
    everyDoor({
      version,
      pool,
      store,
      runner,
      auth,
      gateway,
      holders,
      keys,
      unseal: ports.unseal,
      verify,
      setupToken,
      rehearse: drills.rehearse,
      pace: env.pace,
      now,
      onBug,
    }),
    {
      originAllowed,
      addressOf,
      pulse: createPulse(env.databaseUrl),
      onError: (error, reference) => log.error({ err: error, reference }, 'a door failed'),
    },
  )
  const pages = env.pages ? openPages(env) : null
  const handlePage = pages?.getRequestHandler()
  const stand = createStanding(url)
  const server = createServer(patience, (req, res) => {
    stand(res)
    if (gateway.handle(req, res) || handleDoor(req, res) || refusePosting(req, res, env)) return
    if (!handlePage) return void res.writeHead(404).end()
    guardPage(req, res, env)
    handlePage(req, res).catch((error) => onBug(error, 'page'))
  })
  server.keepAliveTimeout = 65_000
  await pages?.prepare()
  guardUpgrade(server, { dev: env.dev, live: gateway.upgrade })
  const trimming = trimHourly(pool, (error) => onBug(error, 'retention'))
  listen(server, env, () => {
    worker.start()
    process.stdout.write(`\nMuster is at ${url}\n`)
    for (const caution of auth.cautions) process.stderr.write(`! ${caution}\n`)
    if (setupToken) process.stdout.write(`Make the first account: ${url}/setup?token=${setupToken}\n`)
  })

  let stopping = false
  async function stop() {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), drainMs).unref()
    server.close()
    server.closeIdleConnections()
    trimming.stop()
    drills.stop()
    await worker.stop()
    await gateway.close()
    await hints.stop()
    await runner.idle()
    server.closeAllConnections()
    await comparing.close()
    await egress.close()
    await Promise.allSettled([pages?.close(), lanePool.end(), pool.end()])
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Pages are only looked at: what is posted to one is not read. In development the framework posts to itself. */
function refusePosting({ method }: IncomingMessage, res: ServerResponse, { dev }: Env): boolean {
  if (dev || method === 'GET' || method === 'HEAD') return false
  res.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end()
  return true
}

const openPages = (env: Env) =>
  next({ dev: env.dev, dir: process.cwd(), hostname: env.host, port: env.port, conf: { poweredByHeader: false } })

/** Who may do what is remembered for seconds; a commit that changes it is felt at once in this process. */
function forgetOnChange(
  store: PostgresStore,
  auth: Auth,
  gateway: Gateway,
  userOf: (memberId: string) => Promise<string | null>,
) {
  store.onCommit(({ laneId, events }) => {
    for (const { type, data } of events) {
      if (/^(member|token|agent)\./.test(type)) auth.forgetTokens()
      if (type === 'member.removed' && typeof data.userId === 'string') {
        auth.forgetUser(data.userId)
        gateway.kick({ userId: data.userId })
      }
      if (type === 'participant.left')
        void userOf(String(data.subjectId)).then((userId) => userId && gateway.revoke(laneId, userId))
    }
  })
}

/** Listens, or says in one sentence why it cannot and ends: the web framework would keep the process up on a taken port. */
function listen(server: Server, env: Env, ready: () => void) {
  server.on('error', (error: NodeJS.ErrnoException) => {
    process.stderr.write(
      error.code === 'EADDRINUSE'
        ? `Port ${env.port} is taken by another program; stop that one, or choose another port: PORT=${env.port + 1} npm start.\n`
        : `Muster cannot listen on ${env.host}:${env.port}: ${error.message}\n`,
    )
    process.exit(1)
  })
  server.listen(env.port, env.host, ready)
}

await main()
