import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import next from 'next'
import { pino } from 'pino'
import { stemmer } from 'stemmer'
import { createEgress } from './adapters/egress.ts'
import { parseCsv } from './adapters/files/csv.ts'
import { exportHtml } from './adapters/files/export.ts'
import { exportDocx } from './adapters/files/export-docx.ts'
import { renderMarkdown } from './adapters/files/markdown.ts'
import { readFile } from './adapters/files/read-file.ts'
import { type DeliveryTry, deliverWebhook } from './adapters/webhook/deliver.ts'
import { open, seal, sealingKey } from './adapters/webhook/seal.ts'
import { newSecret } from './adapters/webhook/signature.ts'
import { createAddressOf } from './auth/address.ts'
import { createAuth } from './auth/auth.ts'
import { ensureOwner } from './auth/first-owner.ts'
import { createOriginGuard } from './auth/origin.ts'
import { shareAuth } from './auth/shared-auth.ts'
import { hashToken, newToken, tokenKey } from './auth/tokens.ts'
import type { Ports } from './commands/kit.ts'
import { createRunner } from './commands/run.ts'
import { acceptInvite } from './commands/workspace/accept-invite.ts'
import type { Completion } from './contract/commands/room.ts'
import { completionReport } from './contract/reports.ts'
import { createDeliverer, secretsOf, webhookId } from './coordinator/deliver-job.ts'
import { createEnroller } from './coordinator/enrol-job.ts'
import { finish } from './coordinator/finish.ts'
import { coordinatorActor, createJobWorker } from './coordinator/jobs.ts'
import { createJudge } from './coordinator/judge-job.ts'
import { react } from './coordinator/react.ts'
import { createAccountDoors } from './doors/account.ts'
import { assignmentReader, createAgentDoors } from './doors/agents.ts'
import { completeAssignment } from './doors/assignments.ts'
import { createCatalogue } from './doors/catalogue.ts'
import { createClaimDoors } from './doors/claims.ts'
import { createCommandDoors } from './doors/commands.ts'
import { createContentDoor } from './doors/content.ts'
import { createDoors } from './doors/http.ts'
import { createOperatorDoors } from './doors/operators.ts'
import { createReadDoors } from './doors/reads.ts'
import { createSignInDoors } from './doors/sign-in.ts'
import { createReplayer, createVerifier } from './doors/verify.ts'
import { type Env, faultLines, readEnv } from './env.ts'
import { readExample } from './example.ts'
import { createGateway } from './gateway/gateway.ts'
import { guardUpgrade } from './gateway/upgrade.ts'
import { mayFollow } from './queries/standing.ts'
import { hasNoUsers } from './store/account.ts'
import { findLaneMember } from './store/account-reads.ts'
import { openPool, sharedPool } from './store/pool.ts'
import { PostgresStore } from './store/postgres.ts'
import { readEvents, readHead } from './store/reads/log.ts'

// The only wiring: everything is made here, handed its neighbours, and taken down in the reverse order.

const version = '0.1.0'
const drainMs = 4000

function readOrExit(): Env {
  const read = readEnv(process.env)
  if (read.ok) return read.env
  process.stderr.write(`Muster cannot start:\n${faultLines(read.faults)}\n`)
  process.exit(1)
}

async function main() {
  const env = readOrExit()
  const log = pino({
    level: env.log,
    redact: ['*.token', '*.secret', '*.password', 'headers.authorization', 'headers.cookie'],
  })
  const onBug = (error: unknown, what: string) => log.error({ err: error, what }, 'a bug')

  const pool = sharedPool(env.databaseUrl)
  const lanePool = openPool(env.databaseUrl, 6, true)
  const store = new PostgresStore({ pool: lanePool, process: randomUUID(), newId: randomUUID })
  const key = sealingKey(env.secret)
  const keys = {
    publicUrl: env.url,
    attemptKey: tokenKey(env.secret, 'attempt'),
    linkKey: tokenKey(env.secret, 'link'),
  }
  const now = Date.now

  const ports: Ports = {
    publicUrl: env.url,
    renderMarkdown,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    newToken,
    hashToken,
    newSecret,
    seal: (text) => seal(text, key),
    unseal: (sealed) => open(sealed, key),
    stem: stemmer,
    readFile: ({ name, declaredType, bytes }) => {
      const read = readFile({ name, declaredType: declaredType ?? '', bytes })
      return 'refusal' in read ? { ok: false, code: 'invalid', detail: read.refusal } : { ok: true, ...read }
    },
    crewUrl: env.crew?.url ?? null,
  }
  const runner = createRunner({ store, ports, reactions: { react, finish }, onBug })

  const egress = createEgress({ allow: [...env.egressAllow, ...(env.crew ? [new URL(env.crew.url).host] : [])] })
  const deliver = deliverWebhook<Completion>({
    egress,
    now,
    validateCompleted: (payload) => {
      const { status: _, ...rest } = payload as Record<string, unknown>
      const parsed = completionReport.safeParse(rest)
      return parsed.success
        ? { ok: true, payload: parsed.data }
        : { ok: false, errors: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
    },
  })
  const verify = createVerifier({
    runner,
    now,
    ping: async (agent, { id, body }) => {
      const sentAt = now()
      const secrets = secretsOf(agent, { unseal: ports.unseal }, sentAt)
      const tried = await deliver({
        id: webhookId(id),
        type: 'agent.ping',
        url: agent.url ?? '',
        body,
        secrets,
        version,
      })
      return {
        challenge: tried.verdict.kind === 'challenge' ? tried.verdict.value : null,
        record: { sentAt, ...kept(tried) },
      }
    },
  })

  const worker = createJobWorker({
    store,
    runner,
    onBug,
    handlers: {
      deliver: createDeliverer({
        store,
        runner,
        unseal: ports.unseal,
        complete: (assignment, agent) => completeAssignment(assignment, agent.id, keys),
        random: Math.random,
        now,
        again: (job, at) => worker.runAgainAt(job, at),
        send: async (message) => {
          const tried = await deliver({ ...message, version })
          const { verdict } = tried
          return {
            ...kept(tried),
            verdict:
              verdict.kind === 'completed'
                ? { kind: 'completed', completion: verdict.payload }
                : verdict.kind === 'invalid'
                  ? { kind: 'invalid', errors: verdict.errors.map((message) => ({ path: '', message })) }
                  : verdict.kind === 'challenge'
                    ? { kind: 'delivered' }
                    : verdict,
          }
        },
      }),
      judge: createJudge({
        store,
        runner,
        ports,
        parseCsv,
        textOf: ({ name, mediaType, bytes }) => {
          const read = readFile({ name, declaredType: mediaType, bytes })
          return 'refusal' in read ? null : read.text
        },
      }),
      enrol: createEnroller({
        store,
        runner,
        unseal: ports.unseal,
        verify,
        now,
        again: (job, at) => worker.runAgainAt(job, at),
        example: readExample(join(import.meta.dirname, 'crew', 'examples')),
        enrol: async (workspaceId, agents) => {
          if (!env.crew) return false
          const answer = await egress.request({
            url: `${env.crew.url}/enrol`,
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${env.crew.token}` },
            body: JSON.stringify({ workspaceId, agents }),
          })
          return answer.kind === 'response' && answer.status < 300
        },
      }),
    },
  })

  if (env.owner) await ensureOwner(pool, env.owner)
  const setupToken = (await hasNoUsers(pool)) ? randomBytes(24).toString('base64url') : null

  const auth = createAuth(pool, {
    url: env.url,
    secret: env.secret,
    github: env.github,
    google: env.google,
    oidc: env.oidc,
  })
  shareAuth(auth)
  const originAllowed = createOriginGuard({ url: env.url, host: env.host, port: env.port })
  const addressOf = createAddressOf(env.url)
  const gateway = createGateway({
    callerOf: auth.callerOf,
    originAllowed,
    addressOf,
    access: mayFollow,
    memberIdOf: (userId, laneId) => findLaneMember(pool, userId, laneId),
    log: {
      after: (laneId, seq, limit) => readEvents(pool, laneId, seq, limit),
      head: (laneId) => readHead(pool, laneId),
      onCommit: (listener) => store.onCommit(({ laneId, events }) => events.length > 0 && listener({ laneId, events })),
    },
    onError: (error) => onBug(error, 'gateway'),
  })
  store.onCommit(({ laneId, events }) => {
    for (const event of events) {
      if (/^(member\.|token\.|agent\.)/.test(event.type)) auth.forgetTokens()
      const userId = typeof event.data.userId === 'string' ? event.data.userId : null
      if (event.type === 'member.removed' && userId) {
        auth.forgetUser(userId)
        gateway.kick({ userId })
      }
      if (event.type === 'participant.left') void leave(laneId, String(event.data.subjectId))
    }
  })
  async function leave(laneId: string, memberId: string) {
    const { rows } = await pool.query<{ userId: string }>('SELECT "userId" FROM member WHERE id = $1', [memberId])
    if (rows[0]) gateway.revoke(laneId, rows[0].userId)
  }

  const handleDoor = createDoors(
    [
      ...createAccountDoors({
        auth,
        setupToken,
        run: (_actor, _name, input) => runner.run(acceptInvite, input, coordinatorActor),
      }),
      ...createSignInDoors(auth),
      ...createCommandDoors({
        runner,
        callerOf: auth.callerOf,
        catalogue: createCatalogue(runner, { verify, replay: createReplayer({ runner, store }) }),
      }),
      ...createAgentDoors({ runner, callerOf: auth.callerOf, keys, now }),
      ...createClaimDoors({ runner, store, callerOf: auth.callerOf, keys }),
      ...createReadDoors({
        callerOf: auth.callerOf,
        linkKey: keys.linkKey,
        now,
        renderMarkdown,
        parseCsv,
        exporters: { html: exportHtml, docx: exportDocx },
        assignment: assignmentReader(runner, keys),
      }),
      createContentDoor({ linkKey: keys.linkKey, now, pageOrigin: new URL(env.url).origin }),
      ...createOperatorDoors({
        pool,
        figures: () => ({
          muster_sockets: gateway.size(),
          process_resident_memory_bytes: process.memoryUsage().rss,
          process_cpu_seconds_total: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
        }),
        mayRead: async (headers, remoteAddress) =>
          /^(127\.|::1|::ffff:127\.)/.test(remoteAddress) || (await auth.callerOf(headers)) !== null,
      }),
    ],
    { originAllowed, addressOf, onError: (error, reference) => log.error({ err: error, reference }, 'a door failed') },
  )

  const web = next({
    dev: env.dev,
    dir: process.cwd(),
    hostname: env.host,
    port: env.port,
    conf: { poweredByHeader: false },
  })
  const handlePage = web.getRequestHandler()
  const server = createServer((req, res) => {
    if (gateway.handle(req, res) || handleDoor(req, res)) return
    handlePage(req, res).catch((error) => onBug(error, 'page'))
  })
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 10_000
  server.requestTimeout = 60_000
  await web.prepare()
  guardUpgrade(server, { dev: env.dev, live: gateway.upgrade })
  server.on('error', (error: NodeJS.ErrnoException) => {
    process.stderr.write(
      error.code === 'EADDRINUSE'
        ? `Port ${env.port} is taken by another program; stop that one, or choose another port: PORT=${env.port + 1} npm start.\n`
        : `Muster cannot listen on ${env.host}:${env.port}: ${error.message}\n`,
    )
    process.exit(1)
  })
  server.listen(env.port, env.host, () => {
    worker.start()
    process.stdout.write(`\nMuster is at ${env.url}\n`)
    if (setupToken) process.stdout.write(`Make the first account: ${env.url}/setup?token=${setupToken}\n`)
  })

  let stopping = false
  async function stop() {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), drainMs).unref()
    server.close()
    server.closeIdleConnections()
    await worker.stop()
    await gateway.close()
    await runner.idle()
    server.closeAllConnections()
    await egress.close()
    await Promise.allSettled([web.close(), lanePool.end(), pool.end()])
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

const kept = (tried: Omit<DeliveryTry<unknown>, 'verdict'>) => ({
  requestHeaders: tried.requestHeaders,
  status: tried.status ?? null,
  responseHeaders: tried.responseHeaders ?? null,
  responseBody: tried.responseBody ?? null,
  durationMs: Math.round(tried.durationMs),
  errorClass: tried.errorClass ?? null,
  reason: tried.reason ?? null,
})

await main()
