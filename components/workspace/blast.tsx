'use client'

import type { BlastView } from '../../server/contract/plan-views.ts'
import type { StalePolicy } from '../../server/domain/goal.ts'
import type { Fate } from '../../server/domain/stale.ts'
import { counted, grouped } from '../../server/domain/text/counted.ts'
import { Segmented } from '../ui/segmented.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { deliverableLooks, shortId } from './states.ts'
import { useRead } from './use-read.ts'
import { State } from './who.tsx'

const listed = 12

/** What each choice does with results that were built on this one. */
const choices: Record<StalePolicy, { label: string; says: (results: number) => string }> = {
  ask: {
    label: 'Ask later',
    says: (n) =>
      `${counted(n, 'result is', 'results are')} marked out of date; somebody decides afterwards, for all or for each.`,
  },
  redo: {
    label: 'Redo',
    says: (n) => `${counted(n, 'result is', 'results are')} done again, on what comes instead of this.`,
  },
  keep: {
    label: 'Keep',
    says: (n) => `${counted(n, 'result stands', 'results stand')} although this changes; that is put on record.`,
  },
}
const words: Record<StalePolicy, Record<Fate, string>> = {
  ask: { redone: 'out of date', stopped: 'stopped', waits: 'waits again' },
  redo: { redone: 'done again', stopped: 'stopped', waits: 'waits again' },
  keep: { redone: 'kept', stopped: 'stopped', waits: 'waits again' },
}

/** What lies behind a task's result, and the choice of what becomes of it. `policy` null stands for the goal's own rule. */
export function Blast({
  taskId,
  policy,
  onPolicy,
}: {
  taskId: string
  policy: StalePolicy | null
  onPolicy: (policy: StalePolicy) => void
}) {
  const { value, failure } = useRead<BlastView>(`/api/v1/tasks/${taskId}/blast${policy ? `?stale=${policy}` : ''}`)
  if (failure) return <p className="text-sm text-failed">What this touches could not be read: {failure.detail}</p>
  if (!value) return <Skeleton shape="rows" count={3} label="Looking at what this touches" />
  if (value.tasks.length === 0) return <p className="text-sm text-ink-2">Nothing was built on it yet.</p>
  const results = value.tasks.filter((task) => task.what === 'redone').length
  const shown = value.tasks.filter((task) => task.what !== 'waits' || task.status !== 'blocked')
  const waiting = value.tasks.length - shown.length
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="text-sm font-medium">What was built on it</span>
        <Segmented
          label="What becomes of what was built on it"
          value={value.policy}
          onChange={onPolicy}
          options={(['ask', 'redo', 'keep'] as const).map((one) => ({ value: one, label: choices[one].label }))}
        />
      </div>
      <p className="text-sm text-ink-2" aria-live="polite">
        {[
          results > 0 && choices[value.policy].says(results),
          value.running > 0 &&
            `${counted(value.running, 'task in work is', 'tasks in work are')} stopped; drafts are kept, no try is counted.`,
          results + value.running === 0 && 'Nothing that is done or in work is touched.',
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      <ul className="grid max-h-56 overflow-y-auto rounded-control border border-line text-sm">
        {shown.slice(0, listed).map((task) => (
          <li key={task.id} className="flex items-baseline gap-2 border-b border-line px-2.5 py-1.5 last:border-b-0">
            <span className="shrink-0 font-mono text-xs text-ink-3">{shortId.task(task.number)}</span>
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{task.title}</span>
            <span className={task.what === 'stopped' ? 'shrink-0 text-needs' : 'shrink-0 text-ink-2'}>
              {words[value.policy][task.what]}
            </span>
          </li>
        ))}
        {shown.length > listed && (
          <li className="px-2.5 py-1.5 text-ink-2">and {grouped(shown.length - listed)} more, each in the plan</li>
        )}
        {waiting > 0 && (
          <li className="px-2.5 py-1.5 text-ink-2">
            {counted(waiting, 'more task waits', 'more tasks wait')} as before
          </li>
        )}
      </ul>
      {value.policy !== 'keep' &&
        value.deliverables.map((one) => (
          <p key={one.id} className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
            <State look={deliverableLooks[one.status]} />
            <span>
              {shortId.deliverable(one.number)} {one.name}{' '}
              {one.status === 'approved'
                ? 'is in question until this is settled, and is approved anew when it changes.'
                : 'cannot be approved until this is settled.'}
            </span>
          </p>
        ))}
    </div>
  )
}
