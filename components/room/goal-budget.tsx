'use client'

import { useState } from 'react'
import type { GoalView } from '../../server/contract/snapshot.ts'
import { amount, type LimitKind, limitKinds, type Use, usageOf } from '../../server/domain/budget.ts'
import type { GoalLimits } from '../../server/domain/goal.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Meter } from '../ui/meter.tsx'
import { useNow } from '../ui/now.ts'
import { numberIn } from '../ui/number-in.ts'
import { Refusal } from '../ui/refusal.tsx'
import { toast } from '../ui/toast.tsx'
import { refusalOf } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import type { Answer } from '../workspace/outbox.ts'
import { isOpenAttempt } from './progress.ts'
import { useRoom } from './room-context.tsx'

const words: Record<LimitKind, { label: string; unit: string }> = {
  tokens: { label: 'Tokens', unit: '' },
  costUsd: { label: 'Money', unit: 'In US dollars; ' },
  attempts: { label: 'Hand-outs', unit: '' },
  steps: { label: 'Steps', unit: 'Accepted results; ' },
  wallSeconds: { label: 'Time', unit: 'In minutes since the start; ' },
}
/** Time is written in minutes and kept in seconds. */
const scale = (kind: LimitKind): number => (kind === 'wallSeconds' ? 60 : 1)

/** How much of a goal's budget is used at this moment. */
export function useGoalUse(goal: GoalView): Use {
  const { lane } = useRoom()
  const attempts = useRows(lane, 'attempts')
  const now = useNow()
  const open = attempts.filter((one) => one.goalId === goal.id && isOpenAttempt(one)).length
  return usageOf(goal.spent, goal.startedAt, open, goal.endedAt ?? now ?? goal.startedAt ?? 0)
}

/** One bar for each limit; nothing when there is none. */
export function BudgetBars({ limits, use, className }: { limits: GoalLimits; use: Use; className?: string }) {
  const shown = limitKinds.filter((kind) => limits[kind] !== undefined)
  if (shown.length === 0) return null
  return (
    <div className={className ?? 'grid gap-2.5'}>
      {shown.map((kind) => (
        <Meter
          key={kind}
          label={words[kind].label}
          value={use[kind]}
          max={limits[kind] ?? 0}
          say={(value) => amount(kind, value)}
        />
      ))}
    </div>
  )
}

/** A limit as it was written: null is none, undefined is no number. */
function limitIn(text: string, times: number): number | null | undefined {
  if (text.trim() === '') return null
  const number = numberIn(text.trim())
  return number === null ? undefined : number * times
}

type Changes = Partial<Record<LimitKind, number | null>>

/** Fields for limits; empty means none. Says the server's refusal beside the field that it is about. */
export function LimitFields({
  kinds,
  limits,
  use,
  disabled,
  save,
}: {
  kinds: readonly LimitKind[]
  limits: GoalLimits
  use: Use
  disabled: boolean
  save: (changes: Changes) => Promise<Answer>
}) {
  const written = (kind: LimitKind) => (limits[kind] === undefined ? '' : String((limits[kind] ?? 0) / scale(kind)))
  const [texts, setTexts] = useState(() => Object.fromEntries(kinds.map((kind) => [kind, written(kind)])))
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const changed = kinds.filter((kind) => texts[kind]?.trim() !== written(kind))
  const submit = async () => {
    const numbers = changed.map((kind) => [kind, limitIn(texts[kind] ?? '', scale(kind))] as const)
    if (numbers.some(([, value]) => value === undefined))
      return setError('Write a number such as 20,000, or nothing for no limit.')
    setPending(true)
    const answer = await save(Object.fromEntries(numbers))
    setPending(false)
    setError(answer.ok ? null : refusalOf(answer))
    if (answer.ok) toast('Saved.', { tone: 'done' })
  }
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        {kinds.map((kind) => (
          <Field key={kind} label={words[kind].label} hint={`${words[kind].unit}${amount(kind, use[kind])} used`}>
            <Input
              inputMode="decimal"
              autoComplete="off"
              placeholder="no limit"
              value={texts[kind] ?? ''}
              readOnly={disabled}
              onChange={(event) => setTexts({ ...texts, [kind]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <Refusal text={error} />
      {!disabled && (
        <Button
          type="submit"
          tone="primary"
          pending={pending}
          disabled={changed.length === 0}
          className="justify-self-start"
        >
          Save
        </Button>
      )}
    </form>
  )
}
