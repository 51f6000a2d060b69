'use client'

import { useState } from 'react'
import type { GoalView } from '../../server/contract/snapshot.ts'
import { type FailureClass, failureClasses } from '../../server/domain/attempt.ts'
import type { StalePolicy } from '../../server/domain/goal.ts'
import { policy, type RecoveryAction, recoveryActions } from '../../server/domain/recovery.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { Select } from '../ui/select.tsx'
import { toast } from '../ui/toast.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useRoom } from './room-context.tsx'

const actions: Record<RecoveryAction, string> = {
  wait: 'wait, then look again',
  retry: 'try again after a pause',
  hand_on: 'hand it on',
  hedge: 'ask two at once',
  split: 'divide the task',
  ask_person: 'ask a person',
}
const stale: { value: StalePolicy; label: string }[] = [
  { value: 'ask', label: 'Ask a person' },
  { value: 'redo', label: 'Do it again' },
  { value: 'keep', label: 'Keep it, with a note' },
]
const inWords = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What follows each kind of failure in this goal, and what becomes of work that was built on something replaced. */
export function PolicyEditor({ goal, disabled }: { goal: GoalView; disabled: boolean }) {
  const { lane } = useRoom()
  const [recovery, setRecovery] = useState(goal.recovery)
  const [stalePolicy, setStalePolicy] = useState(goal.stalePolicy)
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const changed = JSON.stringify(recovery) !== JSON.stringify(goal.recovery) || stalePolicy !== goal.stalePolicy
  const choose = (failure: FailureClass, action: string) => {
    const { action: _, ...rest } = recovery[failure] ?? {}
    const next = { ...recovery, [failure]: action === '' ? rest : { ...rest, action: action as RecoveryAction } }
    if (Object.keys(next[failure] ?? {}).length === 0) delete next[failure]
    setRecovery(next)
  }
  const save = async () => {
    setPending(true)
    const answer = await send('goal.set_policy', { goalId: goal.id, recovery, stale: stalePolicy }, { until: lane })
    setPending(false)
    setError(answer.ok ? null : refusalOf(answer))
    if (answer.ok) toast('Saved. It counts from the next failure on.', { tone: 'done' })
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <fieldset disabled={disabled} className="grid gap-x-4 gap-y-2.5 sm:grid-cols-2">
        <legend className="mb-1 text-sm font-medium">When a worker…</legend>
        {failureClasses.map((failure) => (
          <Field key={failure} label={<span className="font-normal">{policy[failure].plain}</span>}>
            <Select
              value={recovery[failure]?.action ?? ''}
              placeholder={`As usual: ${actions[policy[failure].action]}`}
              options={recoveryActions.map((action) => ({ value: action, label: inWords(actions[action]) }))}
              onChange={(event) => choose(failure, event.target.value)}
            />
          </Field>
        ))}
      </fieldset>
      <fieldset disabled={disabled} className="grid">
        <legend className="sr-only">When something accepted is replaced</legend>
        <Field label="When something accepted is replaced, what was built on it">
          <Select
            value={stalePolicy}
            options={stale}
            onChange={(event) => setStalePolicy(event.target.value as StalePolicy)}
          />
        </Field>
      </fieldset>
      <Refusal text={error} />
      {!disabled && (
        <Button type="submit" tone="primary" pending={pending} disabled={!changed} className="justify-self-start">
          Save
        </Button>
      )}
    </form>
  )
}
