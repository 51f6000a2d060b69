'use client'

import { ChevronLeft, ChevronRight, Minus, Plus } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { VList } from 'virtua'
import type { GoalView, TaskView } from '../../../server/contract/snapshot.ts'
import type { TimelineAttempt, TimelineView } from '../../../server/contract/story-views.ts'
import { isEnded } from '../../../server/domain/goal.ts'
import { Empty } from '../../ui/empty.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useNow } from '../../ui/now.ts'
import { useRowKeys } from '../../ui/row-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useRows } from '../../workspace/live.ts'
import { useRead } from '../../workspace/use-read.ts'
import { useRoom } from '../room-context.tsx'
import { Axis } from './axis.tsx'
import { LaneRow } from './lane-row.tsx'
import { type Lane, lanesOf } from './lanes.ts'
import { Legend } from './legend.tsx'
import { criticalPath } from './path.ts'
import { Waits } from './waits.tsx'
import { fitted, panned, type Span, zoomed } from './window.ts'

/** Tries of a goal: all there were, with what is known live put over it. */
function useAttempts(goalId: string) {
  const { lane } = useRoom()
  const { value, failure } = useRead<TimelineView>(`/api/v1/goals/${goalId}/timeline`)
  const live = useRows(lane, 'attempts')
  const attempts = useMemo(() => {
    const all = new Map<string, TimelineAttempt>(value?.attempts.map((one) => [one.id, one]))
    for (const one of live) if (one.goalId === goalId) all.set(one.id, one)
    return [...all.values()]
  }, [value, live, goalId])
  return { attempts, failure, loading: value === null && failure === null }
}

/** Who worked on what and when: hand-outs as bars by participant, what the end waits for, and who waits for whom. */
export function TimelineFace({
  goal,
  tasks,
  all,
}: {
  goal: GoalView
  tasks: readonly TaskView[]
  all: readonly TaskView[]
}) {
  const { attempts, failure, loading } = useAttempts(goal.id)
  const today = useNow('minute')
  const now = isEnded(goal.status) && goal.endedAt ? goal.endedAt : (today ?? goal.createdAt)
  const path = useMemo(() => criticalPath(all, attempts, now), [all, attempts, now])
  const lanes = useMemo(() => {
    const shown = new Set(tasks.map((task) => task.id))
    const waiting = new Set(all.filter((task) => task.status === 'waiting_input').map((task) => task.id))
    return lanesOf(
      attempts.filter((attempt) => shown.has(attempt.taskId)),
      now,
      (id) => waiting.has(id),
    )
  }, [attempts, tasks, all, now])
  const whole = useMemo(() => fitted(attempts, now), [attempts, now])
  const [chosen, setChosen] = useState<Span | null>(null)
  const span = chosen ?? whole
  const frame = useRef<HTMLDivElement>(null)
  const keys = useRowKeys(frame)
  const byId = useMemo(() => new Map(all.map((task) => [task.id, task])), [all])
  const onPath = useMemo(() => new Set(path), [path])
  if (failure) return <p className="p-4 text-sm text-failed">{failure.detail}</p>
  if (loading && attempts.length === 0)
    return <Skeleton shape="rows" count={8} className="p-4" label="Reading the tries" />
  if (attempts.length === 0)
    return <Empty title="Nothing was handed out yet">Bars appear here with the first hand-out.</Empty>
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Waits tasks={all} path={path} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1 max-md:px-3">
        <Legend />
        <span className="ml-auto flex items-center">
          <Act label="Earlier" onClick={() => setChosen(panned(span, whole, -1))} icon={ChevronLeft} />
          <Act label="Later" onClick={() => setChosen(panned(span, whole, 1))} icon={ChevronRight} />
          <Act label="Show more time" onClick={() => setChosen(zoomed(span, whole, 2))} icon={Minus} />
          <Act label="Show less time" onClick={() => setChosen(zoomed(span, whole, 0.5))} icon={Plus} />
        </span>
      </div>
      <Axis span={span} now={isEnded(goal.status) ? null : now} />
      <div ref={frame} {...keys} className="min-h-0 flex-1">
        <VList data={lanes} role="list" aria-label="Hand-outs by participant" bufferSize={400}>
          {(lane: Lane) => (
            <LaneRow key={lane.participantId} lane={lane} span={span} tasks={byId} onPath={onPath} now={now} />
          )}
        </VList>
      </div>
    </div>
  )
}

function Act({ label, icon: Icon, onClick }: { label: string; icon: typeof Plus; onClick: () => void }) {
  return <IconButton size="sm" label={label} icon={<Icon aria-hidden className="size-4" />} onClick={onClick} />
}
