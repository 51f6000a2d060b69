import { refuse } from '../../contract/problems.ts'
import type { Actor } from '../../domain/permission.ts'
import type { ActionRequest } from '../../domain/room.ts'
import type { Unit } from '../../store/unit.ts'
import { type Answer, allow, type Command, done, notHere, tell } from '../kit.ts'
import { prompt } from '../moves/notify.ts'

type Input = { actionId: string; comment?: string | undefined }
type Result = { decision: 'allowed' | 'denied' }

function decide(
  unit: Unit,
  call: { actor: Actor; input: Input; commandId: string | undefined },
  decision: Result['decision'],
): Answer<Result> {
  const allowed = allow(unit, call.actor, 'action.decide')
  if (!allowed.ok) return allowed
  const action = unit.get('action_request', call.input.actionId)
  if (!action) return notHere
  if (action.decision !== 'pending') return refuse('changed_meanwhile', alreadyDecided(unit, action))
  unit.update('action_request', action.id, { decision, decidedBy: allowed.member.id, decidedAt: unit.now })
  tell(unit, call, `action.${decision}`, {
    actionId: action.id,
    attemptId: action.attemptId,
    comment: call.input.comment ?? null,
  })
  prompt(unit, unit.get('attempt', action.attemptId), {
    body: call.input.comment ?? '',
    author: allowed.member.name,
    action: { id: action.id, decision },
  })
  return done({ decision })
}

function alreadyDecided(unit: Unit, { decision, decidedBy }: ActionRequest): string {
  if (decidedBy === null) return 'Nothing waits for this any more: the try that asked is over.'
  if (decidedBy === 'time-out')
    return 'Nobody answered in time, so this was denied; who asked was told, and may ask again.'
  const who = decidedBy === 'policy' ? 'the rules of this room' : unit.subject(decidedBy).name
  return `This was ${decision} already, by ${who}.`
}

/** A person lets an agent take a risky step. */
export const allowAction: Command<Input, Result> = {
  name: 'action.allow',
  lane: ({ actionId }) => ({ of: 'action_request', id: actionId }),
  run: (unit, call) => decide(unit, call, 'allowed'),
}

/** A person forbids it. */
export const denyAction: Command<Input, Result> = {
  name: 'action.deny',
  lane: ({ actionId }) => ({ of: 'action_request', id: actionId }),
  run: (unit, call) => decide(unit, call, 'denied'),
}
