import { type Refusal, refuse } from '../../contract/problems.ts'
import { type Actor, mayChange, type Verb } from '../../domain/permission.ts'
import type { Records } from '../../store/tables.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, notHere } from '../kit.ts'

const ownable = {
  playbook: ['playbook.remove', 'Only whoever saved this playbook or an admin may change it.'],
  schedule: ['schedule.change', 'Only whoever saved this schedule or an admin may change it.'],
  hook: ['hook.change', 'Only whoever made this hook or an admin may revoke it.'],
} as const satisfies Partial<Record<keyof Records, readonly [verb: Verb, otherwise: string]>>

/** What the caller set up in the workspace and may change or remove; of others' only for an admin. */
export function ownRow<N extends keyof typeof ownable>(
  unit: Unit,
  actor: Actor,
  table: N,
  id: string,
): { ok: true; row: Records[N] } | Refusal {
  const [verb, otherwise] = ownable[table]
  const allowed = allow(unit, actor, verb)
  if (!allowed.ok) return allowed
  const row = unit.get(table, id)
  if (!row) return notHere
  return mayChange(allowed.member, row.createdBy) ? { ok: true, row } : refuse('forbidden', otherwise)
}
