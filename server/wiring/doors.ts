import type pg from 'pg'
import { parseCsv } from '../adapters/files/csv.ts'
import { exportHtml } from '../adapters/files/export.ts'
import { exportDocx } from '../adapters/files/export-docx.ts'
import { renderMarkdown } from '../adapters/files/markdown.ts'
import type { Auth } from '../auth/auth.ts'
import type { Rehearse } from '../commands/drill/start.ts'
import type { Runner } from '../commands/run.ts'
import { acceptInvite } from '../commands/workspace/accept-invite.ts'
import { forgetMember } from '../commands/workspace/member.ts'
import { coordinatorActor, inScope } from '../domain/permission.ts'
import { createAccountDoors } from '../doors/account.ts'
import { createAgentStreamDoor } from '../doors/agent-stream.ts'
import { assignmentReader, createAgentDoors } from '../doors/agents.ts'
import type { AssignmentKeys } from '../doors/assignments.ts'
import { createBidDoor } from '../doors/bids.ts'
import { createCatalogue } from '../doors/catalogue.ts'
import { createClaimDoors } from '../doors/claims.ts'
import { createCommandDoors } from '../doors/commands.ts'
import { createContentDoor } from '../doors/content.ts'
import type { Holders } from '../doors/holders.ts'
import { createHookDoor } from '../doors/hooks.ts'
import type { Door } from '../doors/http.ts'
import { createOpenApiDoor } from '../doors/openapi.ts'
import { createOperatorDoors } from '../doors/operators.ts'
import { createDeletionDoor, createOwnDoor } from '../doors/own.ts'
import { createPace } from '../doors/pace.ts'
import { createReadDoors } from '../doors/reads.ts'
import { createSignInDoors } from '../doors/sign-in.ts'
import { createReplayer, type createVerifier } from '../doors/verify.ts'
import { createWakeTail } from '../doors/wake-tail.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { headsOf, wakesAfter } from '../queries/wakes.ts'
import type { Store } from '../store/store.ts'

export type DoorDeps = {
  version: string
  pool: pg.Pool
  store: Store
  runner: Runner
  auth: Auth
  gateway: Gateway
  holders: Holders
  keys: AssignmentKeys
  unseal: (sealed: string) => string
  verify: ReturnType<typeof createVerifier>
  setupToken: string | null
  rehearse: Rehearse
  /** Commands that a person may give in a minute. */
  pace: number
  now: () => number
  onBug: (error: unknown, what: string) => void
}

/** Every door of the server, in one list. */
export function everyDoor(deps: DoorDeps): Door[] {
  const {
    version,
    pool,
    store,
    runner,
    auth,
    gateway,
    holders,
    keys,
    unseal,
    verify,
    setupToken,
    rehearse,
    now,
    onBug,
  } = deps
  const { callerOf } = auth
  const pace = createPace(deps.pace, now)
  const replay = createReplayer({ runner, store })
  const source = { after: wakesAfter, heads: headsOf }
  const tail = createWakeTail({ store, source, onError: (error) => onBug(error, 'agents’ events') })
  return [
    ...createAccountDoors({
      auth,
      setupToken,
      run: (_actor, _name, input) => runner.run(acceptInvite, input, coordinatorActor),
    }),
    createOwnDoor(auth),
    createDeletionDoor(auth, (input) => runner.run(forgetMember, input, coordinatorActor)),
    ...createSignInDoors(auth),
    ...createCommandDoors({
      ...{ runner, callerOf, pace },
      catalogue: createCatalogue(runner, { verify, replay, rehearse }),
    }),
    ...createAgentDoors({ runner, callerOf, holders, keys, pace, now }),
    ...createClaimDoors({ runner, store, callerOf, keys }),
    createBidDoor({ runner, store, callerOf }),
    createHookDoor({ pool, runner, unseal, now }),
    createOpenApiDoor(version, keys.publicUrl),
    createAgentStreamDoor({ callerOf, store, source, tail, now }),
    ...createReadDoors({
      callerOf,
      linkKey: keys.linkKey,
      now,
      renderMarkdown,
      parseCsv,
      exporters: { html: exportHtml, docx: exportDocx },
      assignment: assignmentReader(runner, keys),
    }),
    createContentDoor({ linkKey: keys.linkKey, now, pageOrigin: new URL(keys.publicUrl).origin }),
    ...createOperatorDoors({
      pool,
      figures: () => {
        const { user, system } = process.cpuUsage()
        return {
          muster_sockets: gateway.size(),
          process_resident_memory_bytes: process.memoryUsage().rss,
          process_cpu_seconds_total: (user + system) / 1e6,
        }
      },
      mayRead: async (headers, address) => {
        if (/^(127\.|::1|::ffff:127\.)/.test(address)) return true
        const caller = await callerOf(headers)
        return caller?.kind === 'member' && inScope(caller.scopes, 'workspace.read')
      },
    }),
  ]
}
