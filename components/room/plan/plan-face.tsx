'use client'

import { History, Pencil } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useDeferredValue, useMemo, useState } from 'react'
import type { GoalView, TaskView } from '../../../server/contract/snapshot.ts'
import type { GoalStatus } from '../../../server/domain/goal.ts'
import { counted, grouped } from '../../../server/domain/text/counted.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Input } from '../../ui/input.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMay } from '../../workspace/workspace-context.tsx'
import { useGoalCounts } from '../goal-counts.ts'
import { openGoalForm } from '../goal-form/open.ts'
import { doneOf } from '../progress.ts'
import { useGoal } from '../room-context.tsx'
import { matching } from './matching.ts'
import { planned } from './parts.ts'
import { PlanList } from './plan-list.tsx'
import { useTasksOnScreen } from './tasks-on-screen.ts'
import { useViewParams } from './view-params.ts'

const loading = () => <Skeleton shape="cards" count={4} className="p-4" />
const PlanBoard = dynamic(() => import('./plan-board.tsx').then((part) => part.PlanBoard), { loading })
const PlanGraph = dynamic(() => import('./plan-graph.tsx').then((part) => part.PlanGraph), { loading })
const StaleBar = dynamic(() => import('./blast-settle.tsx').then((part) => part.StaleBar))
const Problems = dynamic(() => import('./problems.tsx').then((part) => part.Problems))
const PlanVersions = dynamic(() => import('./diff.tsx').then((part) => part.PlanVersions))
const TimelineFace = dynamic(() => import('../timeline/timeline-face.tsx').then((part) => part.TimelineFace), {
  loading,
  ssr: false,
})
const loadingEditor = <Skeleton shape="cards" count={4} label="Opening the plan" className="p-4" />
const ReplayFace = dynamic(() => import('../replay/replay-face.tsx').then((part) => part.ReplayFace), {
  loading,
  ssr: false,
})
const PlanEditor = dynamic(() => import('./plan-editor.tsx').then((part) => part.PlanEditor), { loading })

const views = ['list', 'board', 'graph', 'timeline'] as const
type View = (typeof views)[number]
type Tasks = readonly TaskView[]
const viewWords: Record<View, string> = { list: 'List', board: 'Board', graph: 'Graph', timeline: 'Timeline' }
/** Before the start the whole plan may be changed, later what has not started. */
const editable: ReadonlySet<GoalStatus> = new Set(['awaiting_plan_approval', 'running', 'paused', 'in_review'])

/** The goal's plan, before it starts and while it runs: list, board, graph or timeline of the same tasks, now or at a moment before. */
export function PlanFace() {
  const goal = useGoal()
  const { tasks: held, loading } = useTasksOnScreen(goal)
  const tasks = useMemo(() => planned(held), [held])
  const params = useViewParams()
  const past = params.get('at')
  const asked = views.find((one) => one === params.get('view')) ?? 'list'
  // A timeline runs over time by itself: there is no moment to choose.
  const view = past && asked === 'timeline' ? 'list' : asked
  const [query, setQuery] = useState(params.get('q') ?? '')
  const deferred = useDeferredValue(query)
  const shown = useMemo(() => matching(tasks, deferred), [tasks, deferred])
  const mayEdit = useMay('plan.edit') && editable.has(goal?.status ?? 'draft')
  const go = (next: View) => params.set('view', next === 'list' ? null : next)
  useShortcut('l', 'Plan as list', () => go('list'), { group: 'Plan' })
  useShortcut('b', 'Plan as board', () => go('board'), { group: 'Plan' })
  useShortcut('v', 'Plan as graph', () => go('graph'), { group: 'Plan' })
  useShortcut('t', 'Plan as timeline', () => go('timeline'), { group: 'Plan', enabled: !past })
  if (!goal) return <NoGoal />
  if (goal.status === 'planning' || goal.status === 'draft') return <Planning />
  if (params.get('edit') && mayEdit)
    return loading ? loadingEditor : <PlanEditor goal={goal} tasks={tasks} onDone={() => params.set('edit', null)} />
  return (
    <div className="flex h-full min-h-[70dvh] flex-col">
      {!past && goal.planProblems.length > 0 && <Problems list={goal.planProblems} />}
      {!past && <StaleBar goalId={goal.id} />}
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 max-md:px-3">
        <Segmented
          label="View"
          className="max-md:basis-full max-md:*:flex-1 max-md:*:justify-center"
          value={view}
          onChange={go}
          options={views.map((one) => ({
            value: one,
            label: viewWords[one],
            disabled: past !== null && one === 'timeline',
          }))}
        />
        <Input
          type="search"
          aria-label="Filter tasks"
          placeholder="Filter tasks"
          value={query}
          className="max-w-56 flex-1 basis-32 max-md:max-w-none"
          onChange={(event) => {
            setQuery(event.target.value)
            params.set('q', event.target.value || null)
          }}
        />
        {!past && <Acts goal={goal} count={shown.length} all={loading ? null : tasks.length} mayEdit={mayEdit} />}
      </div>
      {params.get('versions') && (
        <PlanVersions goalId={goal.id} planVersion={goal.planVersion} onClose={() => params.set('versions', null)} />
      )}
      <div className="flex min-h-0 flex-1 flex-col *:min-h-0 *:flex-1">
        {past ? (
          <ReplayFace
            key={goal.id}
            goal={goal}
            view={view === 'timeline' ? 'list' : view}
            query={deferred}
            at={Number(past) || null}
            onAt={(seq) => params.set('at', String(seq))}
            onClose={() => params.set('at', null)}
          />
        ) : shown.length === 0 ? (
          <NoTasks loading={loading} any={tasks.length > 0} />
        ) : (
          <PlanView view={view} goal={goal} tasks={shown} all={tasks} loading={loading} />
        )}
      </div>
    </div>
  )
}

/** `loading`: some tasks are still on their way, and without them nothing tells phases or lines. */
function PlanView({
  view,
  goal,
  loading,
  ...both
}: {
  view: View
  goal: GoalView
  tasks: Tasks
  all: Tasks
  loading: boolean
}) {
  if (loading && view !== 'board') return <NoTasks loading any />
  switch (view) {
    case 'list':
      return <PlanList {...both} />
    case 'board':
      return <PlanBoard tasks={both.tasks} />
    case 'graph':
      return <PlanGraph tasks={both.tasks} />
    case 'timeline':
      return <TimelineFace key={goal.id} goal={goal} {...both} />
  }
}

/** What can be done with the plan of now, and how much of it is on the screen; `all` is null while some of it is on its way. */
function Acts({ goal, count, all, mayEdit }: { goal: GoalView; count: number; all: number | null; mayEdit: boolean }) {
  const params = useViewParams()
  const counts = useGoalCounts(goal.id)
  const of = all ?? doneOf(counts).all
  return (
    <>
      <span className="text-sm text-ink-3 tabular-nums max-md:sr-only" aria-live="off">
        {count === of ? counted(of, 'task') : `${grouped(count)} of ${counted(of, 'task')}`}
      </span>
      <span className="ml-auto flex flex-wrap items-center gap-2 max-md:gap-1">
        {goal.planVersion > 1 && (
          <Button tone="quiet" className="max-md:px-2" onClick={() => params.set('versions', '1')}>
            <span className="max-md:sr-only">Version </span>
            <span aria-hidden className="md:hidden">
              v
            </span>
            {goal.planVersion}
          </Button>
        )}
        <Button
          tone="quiet"
          icon={<History aria-hidden className="size-4 md:hidden" />}
          className="max-md:gap-0 max-md:px-2.5"
          onClick={() => params.set('at', 'start')}
        >
          <span className="max-md:sr-only">Replay</span>
        </Button>
        {mayEdit && (
          <Button
            icon={<Pencil aria-hidden className="size-4" />}
            className="max-md:gap-0 max-md:px-2.5"
            onClick={() => params.set('edit', '1')}
          >
            <span className="max-md:sr-only">Edit plan</span>
          </Button>
        )}
      </span>
    </>
  )
}

function NoGoal() {
  const mayPost = useMay('goal.create')
  return (
    <Empty
      title="No goal, so no plan"
      action={
        mayPost && (
          <Button tone="primary" keys="c" onClick={() => openGoalForm()}>
            Post a goal
          </Button>
        )
      }
    >
      Post a goal, and its plan appears here before anything starts.
    </Empty>
  )
}

function Planning() {
  return (
    <div className="grid gap-4 p-4">
      <Banner tone="running">The plan is being made. It appears here by itself.</Banner>
      <Skeleton shape="rows" count={5} label="Planning" />
    </div>
  )
}

function NoTasks({ loading, any }: { loading: boolean; any: boolean }) {
  if (loading) return <Skeleton shape="rows" count={8} className="p-4" />
  if (any) {
    return (
      <Empty kind="no-match" title="No task fits">
        Try fewer words.
      </Empty>
    )
  }
  return <Empty title="No tasks">This goal ended without a plan.</Empty>
}
