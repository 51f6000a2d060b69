'use client'

import { useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { act } from '../../workspace/commands.ts'
import { useRows } from '../../workspace/live.ts'
import { useMay } from '../../workspace/workspace-context.tsx'
import { useRoom } from '../room-context.tsx'

type Decision = 'redo' | 'keep'

/** One result that is in question: do it again, or keep it on one's own word. */
export function SettleStale({ task }: { task: TaskView }) {
  const { lane } = useRoom()
  const [pending, setPending] = useState<Decision | null>(null)
  const may = useMay('task.steer')
  if (!may || task.status !== 'stale') return null
  const settle = async (decision: Decision) => {
    setPending(decision)
    const done = decision === 'redo' ? 'It is done again' : 'It stays; that is on record'
    await act('task.settle_stale', { taskId: task.id, decision }, { until: lane, done })
    setPending(null)
  }
  return (
    <>
      <Button size="sm" tone="primary" pending={pending === 'redo'} onClick={() => void settle('redo')}>
        Redo
      </Button>
      <Button size="sm" pending={pending === 'keep'} onClick={() => void settle('keep')}>
        Keep as it is
      </Button>
    </>
  )
}

/** Above the plan while results are in question: what changed, and one answer for all of them. */
export function StaleBar({ goalId }: { goalId: string }) {
  const { lane } = useRoom()
  const [pending, setPending] = useState<string | null>(null)
  const may = useMay('handoff.answer')
  const asked = useRows(lane, 'handoffs').find(
    (one) => one.kind === 'stale' && one.status === 'open' && one.goalId === goalId,
  )
  if (!asked) return null
  const causes = [...asked.body.matchAll(/^(?!• )(.+):$/gm)].map(([, cause]) => cause)
  const give = async (option: string) => {
    setPending(option)
    await act('handoff.answer', { handoffId: asked.id, option }, { until: lane })
    setPending(null)
  }
  return (
    <Banner
      tone="needs"
      className="rounded-none border-x-0 border-t-0"
      action={
        may && (
          <div className="flex flex-wrap gap-1.5">
            {asked.options.map((option, i) => (
              <Button
                key={option}
                size="sm"
                tone={i === 0 ? 'primary' : 'plain'}
                pending={pending === option}
                disabled={pending !== null && pending !== option}
                onClick={() => void give(option)}
              >
                {option}
              </Button>
            ))}
          </div>
        )
      }
    >
      <p className="font-medium">{asked.title}</p>
      {causes.length > 0 && <p className="text-ink-2">{causes.join(' · ')}</p>}
    </Banner>
  )
}
