import type * as z from 'zod'
import type { Outcome } from '../commands/run.ts'
import { plainIssue } from '../contract/plain-issue.ts'
import { type Refusal, refuse } from '../contract/problems.ts'
import { type Actor, inScope, outOfScope, type Verb } from '../domain/permission.ts'
import { jsonReply, problemReply, type Reply } from './http.ts'

/** A body judged by a schema: the value, or a refusal that names every wrong place. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): { ok: true; value: z.output<S> } | Refusal {
  const parsed = schema.safeParse(value, { error: plainIssue })
  if (parsed.success) return { ok: true, value: parsed.data }
  const errors = parsed.error.issues
    .slice(0, 20)
    .flatMap(({ path, message, ...issue }) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a field of this' }))
        : [{ path: path.join('.'), message }],
    )
  const first = errors[0]
  return refuse(
    'invalid',
    first ? `${first.path || 'The body'}: ${first.message}.` : 'The body has the wrong shape.',
    errors,
  )
}

/** A command's outcome as a reply: its result, or the problem. */
export const outcomeReply = (outcome: Outcome): Reply =>
  outcome.ok ? jsonReply(outcome.result) : problemReply(outcome)

/** The reply to a token whose scopes do not reach `verb`; null for everybody else. It says nothing about what was asked for. */
export const beyondScope = (actor: Actor, verb: Verb): Reply | null =>
  actor.kind === 'member' && !inScope(actor.scopes, verb) ? problemReply(refuse('forbidden', outOfScope(verb))) : null

/** Whether a piece of a path can be one of our ids. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

export const signInFirst = problemReply(refuse('unauthenticated', 'Sign in, or send a token that is valid.'))
export const notFoundReply = problemReply(
  refuse('not_found', 'There is no such thing here, or it is not yours to see.'),
)
