'use client'

import type { ReactNode } from 'react'
import type { PlanVersionsView, PlanVersionView } from '../../../server/contract/plan-views.ts'
import { counted, grouped } from '../../../server/domain/text/counted.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { useRead } from '../../workspace/use-read.ts'

export type PlanDiffRows = Pick<PlanVersionView, 'added' | 'removed' | 'changed'>

const fieldWords: Record<string, string> = {
  title: 'title',
  brief: 'brief',
  skills: 'skills',
  needs: 'what it builds on',
  output: 'what it brings',
  checks: 'checks',
  answers: 'number of answers',
  assignee: 'who does it',
  inputs: 'inputs',
  each: 'its list',
}
const listed = 40

/** Tasks that were added, taken out and changed. */
export function PlanDiff({ added, removed, changed }: PlanDiffRows) {
  if (added.length + removed.length + changed.length === 0)
    return <p className="text-sm text-ink-2">Nothing is different.</p>
  return (
    <div className="grid gap-1 text-sm">
      <Rows sign="+" word="Added" tone="border-done bg-done-soft" rows={added} />
      <Rows sign="−" word="Taken out" tone="border-failed bg-failed-soft" rows={removed} struck />
      <Rows
        sign="±"
        word="Changed"
        tone="border-review bg-review-soft"
        rows={changed.map((one) => ({
          ...one,
          more: one.fields.map((field) => fieldWords[field] ?? field).join(', '),
        }))}
      />
    </div>
  )
}

function Rows({
  sign,
  word,
  tone,
  rows,
  struck = false,
}: {
  sign: string
  word: string
  tone: string
  rows: readonly { key: string; title: string; more?: ReactNode }[]
  struck?: boolean
}) {
  if (rows.length === 0) return null
  return (
    <ul aria-label={`${word} ${grouped(rows.length)}`} className="grid gap-1">
      {rows.slice(0, listed).map((row) => (
        <li
          key={row.key}
          className={`flex flex-wrap items-baseline gap-x-2 rounded-control border-s-2 px-2 py-1 text-ink-1 ${tone}`}
        >
          <span aria-hidden className="font-mono">
            {sign}
          </span>
          <span className="sr-only">{word}: </span>
          <span className={`min-w-0 [overflow-wrap:anywhere] ${struck ? 'line-through' : ''}`}>{row.title}</span>
          {row.more && <span className="text-ink-2">{row.more}</span>}
        </li>
      ))}
      {rows.length > listed && (
        <li className="px-2 text-ink-2">
          and {grouped(rows.length - listed)} more {word.toLowerCase()}
        </li>
      )}
    </ul>
  )
}

/** Every version of a goal's plan, newest first, with what each changed and why. */
export function PlanVersions({
  goalId,
  planVersion,
  onClose,
}: {
  goalId: string
  planVersion: number
  onClose: () => void
}) {
  const { value, failure } = useRead<PlanVersionsView>(`/api/v1/goals/${goalId}/plans`, planVersion)
  return (
    <Dialog
      open
      width="md"
      onOpenChange={(open) => open || onClose()}
      title="Versions of this plan"
      description="What each version changed, and why."
    >
      {failure && <p className="text-sm text-failed">The versions could not be read: {failure.detail}</p>}
      {!value && !failure && <Skeleton shape="rows" count={4} label="Reading the versions" />}
      <ol className="grid gap-4">
        {value?.versions.map((one, i) => (
          <li key={one.version} className="grid gap-1.5">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-serif font-semibold">Version {one.version}</span>
              <span className="text-sm text-ink-2">
                {one.what === 'revised' ? `${one.by.name}, while it ran` : one.reason}, <Time at={one.at} />
              </span>
            </p>
            {one.what === 'revised' && one.reason && <p className="text-base">{one.reason}</p>}
            {i === value.versions.length - 1 && one.what === 'proposed' ? (
              <p className="text-sm text-ink-2">{one.tasks === 1 ? 'One task.' : `${counted(one.tasks, 'task')}.`}</p>
            ) : (
              <PlanDiff {...one} />
            )}
            {one.deliverable && <p className="text-sm text-ink-2">Another task brings the deliverable.</p>}
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
