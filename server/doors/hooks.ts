import type pg from 'pg'
import { verifySignature } from '../adapters/webhook/signature.ts'
import { networkOf } from '../auth/address.ts'
import { createRate } from '../auth/rate.ts'
import { hashToken } from '../auth/tokens.ts'
import { noteHookUse } from '../commands/hook/use.ts'
import { goalStarter } from '../commands/playbook/use.ts'
import type { Runner } from '../commands/run.ts'
import { hookCall } from '../contract/commands/playbook.ts'
import { commandInputs } from '../contract/commands.ts'
import { refuse } from '../contract/problems.ts'
import { inTheNameOf } from '../domain/permission.ts'
import type { Hook } from '../domain/workspace.ts'
import { findHook, findHookOwner } from '../store/reads/hooks.ts'
import { parseJson } from './body.ts'
import { type Door, type DoorRequest, jsonReply, problemReply, type Reply } from './http.ts'
import { parse } from './kit.ts'

export type HookDeps = {
  pool: pg.Pool
  runner: Runner
  unseal: (sealed: string) => string
  now: () => number
}

const bodyLimit = 256 * 1024
const longestId = 200
const token = /^mst_hook_[\x21-\x7e]{20,100}$/
const perMinute = { limit: 60, windowMs: 60_000 }

const unknown = problemReply(refuse('not_found', 'There is no such hook, or it was revoked.'))
const throttled = (waitMs: number): Reply =>
  problemReply({
    ...refuse('throttled', 'Too many calls. Wait a little.'),
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  })

/**
 * `POST /api/v1/hooks/{token}`: another system starts a goal. It signs the raw body with the hook's secret (Standard
 * Webhooks, 300 s); the same `webhook-id` again within seven days is answered with the same goal.
 */
export function createHookDoor(deps: HookDeps): Door {
  const perHook = createRate(perMinute, deps.now)
  // Guessing addresses is bounded by network.
  const misses = createRate(perMinute, deps.now)
  return {
    method: 'POST',
    path: '/api/v1/hooks/:token',
    anyOrigin: true,
    async handle(request) {
      const network = networkOf(request.remoteAddress)
      const shut = misses.wait(network)
      if (shut > 0) return throttled(shut)
      const given = request.params.token ?? ''
      const hook = token.test(given) ? await findHook(deps.pool, hashToken(given)) : null
      if (!hook) {
        misses.take(network)
        return unknown
      }
      const wait = perHook.take(hook.id)
      return wait > 0 ? throttled(wait) : call(deps, request, hook)
    },
  }
}

async function call({ pool, runner, unseal, now }: HookDeps, request: DoorRequest, hook: Hook): Promise<Reply> {
  const { headers } = request
  const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined)
  const id = header('webhook-id')
  const body = await request.body(bodyLimit)
  const signed = verifySignature({
    id,
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
    body,
    secrets: [unseal(hook.secret)],
    nowSeconds: Math.floor(now() / 1000),
  })
  if (!signed.ok || id === undefined || id.length > longestId) return unsigned
  const asked = parse(hookCall, body.length === 0 ? {} : parseJson(headers['content-type'], body))
  if (!asked.ok) return problemReply(asked)
  const owner = await findHookOwner(pool, hook.createdBy)
  if (!owner) return ended
  const { workspaceId, roomId, playbook, goal } = hook
  const parameters = { ...goal.parameters, ...asked.value.parameters }
  const input = commandInputs['goal.create'].parse({
    roomId,
    playbook,
    ...goal,
    parameters,
    inputs: asked.value.inputs,
  })
  const actor = inTheNameOf({ userId: owner.userId, workspaceId }, `hook ${hook.id}`)
  const made = await goalStarter(runner)(input, actor, id)
  if (!made.ok) return made.code === 'not_found' || made.code === 'forbidden' ? ended : problemReply(made)
  const { goalId } = made.result
  await runner.run(
    noteHookUse,
    { workspaceId, hookId: hook.id, goalId },
    { kind: 'coordinator' },
    `${hook.id} ${goalId}`,
  )
  return jsonReply({ goalId }, 202)
}

const unsigned = problemReply(
  refuse(
    'unauthenticated',
    'The signature is not right: sign webhook-id, webhook-timestamp (at most 300 s old) and the raw body with the hook’s secret.',
  ),
)
const ended = problemReply(
  refuse(
    'forbidden',
    'Whoever made this hook may no longer start goals in its room. Let somebody who may make a new one.',
  ),
)
