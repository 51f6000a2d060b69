'use client'

import { useMemo, useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import { counted, grouped } from '../../../server/domain/text/counted.ts'
import { Button } from '../../ui/button.tsx'
import { Ribbon } from '../../ui/ribbon.tsx'
import { toneVar } from '../../ui/tone.ts'
import { shortId, taskLooks } from '../../workspace/states.ts'
import { usePanel } from '../panel.tsx'
import { countTasks, doneOf, ribbonOf } from '../progress.ts'
import { useNames, useRoom } from '../room-context.tsx'
import { familiesOf, headNeeds } from './parts.ts'
import { type Drawn, drawGraph, nodeSize, type Phase, phasesOf, rankOf } from './rank.ts'

/** More than this in one page is slow to draw and says nothing: then phases stand for their tasks. */
const mostNodes = 300

/** Who waits for whom; parts stand in the box of their task. Above 300 tasks phases are drawn, and one can be opened. The list (key L) is its twin for readers. */
export function PlanGraph({ tasks: all }: { tasks: readonly TaskView[] }) {
  const families = useMemo(() => familiesOf(all), [all])
  const tasks = useMemo(() => headNeeds(families), [families])
  const partsOf = useMemo(() => new Map(families.map(({ task, parts }) => [task.id, parts])), [families])
  const ranks = useMemo(() => rankOf(tasks), [tasks])
  const [opened, setOpened] = useState<number | null>(null)
  const phases = useMemo(() => phasesOf(tasks, ranks), [tasks, ranks])
  if (tasks.length <= mostNodes) return <TaskGraph tasks={tasks} ranks={ranks} partsOf={partsOf} />
  const phase = phases.find((one) => one.rank === opened)
  if (!phase) return <PhaseGraph phases={phases} onOpen={setOpened} />
  const shown = phase.tasks.slice(0, mostNodes)
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2">
        <Button size="sm" onClick={() => setOpened(null)}>
          All phases
        </Button>
        <span className="text-sm">
          Phase {phase.rank + 1}: {counted(phase.tasks.length, 'task')}
          {shown.length < phase.tasks.length && `, the first ${shown.length} drawn; the list has them all`}
        </span>
      </div>
      <div className="min-h-0 flex-1">
        <TaskGraph tasks={shown} ranks={ranks} partsOf={partsOf} />
      </div>
    </div>
  )
}

function PhaseGraph({ phases, onOpen }: { phases: readonly Phase[]; onOpen: (rank: number) => void }) {
  return (
    <ol aria-label="Phases" className="flex h-full items-center gap-0 overflow-x-auto p-6">
      {phases.map((phase, index) => {
        const counts = countTasks(phase.tasks)
        const { done, all } = doneOf(counts)
        return (
          <li key={phase.rank} className="flex shrink-0 items-center">
            {index > 0 && <span aria-hidden className="h-0.5 w-10 bg-thread" />}
            <button
              type="button"
              onClick={() => onOpen(phase.rank)}
              className="grid w-44 gap-2 rounded-card border border-line bg-raised px-3 py-2.5 text-start hover:border-line-strong"
            >
              <span className="font-semibold">Phase {phase.rank + 1}</span>
              <Ribbon segments={ribbonOf(counts)} label={`Phase ${phase.rank + 1} by state`} />
              <span className="text-xs text-ink-2 tabular-nums">
                {grouped(done)} of {grouped(all)} done
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function TaskGraph({
  tasks,
  ranks,
  partsOf,
}: {
  tasks: readonly TaskView[]
  ranks: ReadonlyMap<string, number>
  partsOf: ReadonlyMap<string, readonly TaskView[]>
}) {
  const drawn = useMemo(() => drawGraph(tasks, ranks), [tasks, ranks])
  const [over, setOver] = useState<string | null>(null)
  const near = (edge: Drawn['edges'][number]) => edge.from === over || edge.to === over
  return (
    <section
      aria-label="Plan as graph"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keys
      tabIndex={0}
      className="h-full overflow-auto focus-visible:-outline-offset-2"
    >
      <div className="relative" style={{ width: drawn.width, height: drawn.height }}>
        <svg aria-hidden="true" width={drawn.width} height={drawn.height} className="absolute inset-0 fill-none">
          {drawn.edges.map((edge) => (
            <path
              key={`${edge.from} ${edge.to}`}
              d={edge.path}
              stroke={near(edge) ? 'var(--accent)' : 'var(--line-strong)'}
              strokeWidth={near(edge) ? 2 : 1}
              opacity={over && !near(edge) ? 0.35 : 1}
            />
          ))}
        </svg>
        {drawn.nodes.map((node) => (
          <Node key={node.task.id} {...node} parts={partsOf.get(node.task.id) ?? []} onOver={setOver} />
        ))}
      </div>
    </section>
  )
}

function Node({
  task,
  x,
  y,
  parts,
  onOver,
}: Drawn['nodes'][number] & { parts: readonly TaskView[]; onOver: (id: string | null) => void }) {
  const { base } = useRoom()
  const { open, name, id } = usePanel()
  const doer = useNames()(task.doer)
  const look = taskLooks[task.status]
  return (
    <a
      href={`${base}/tasks/${task.id}`}
      aria-current={name === 'task' && id === task.id ? true : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        open('task', task.id)
      }}
      onPointerEnter={() => onOver(task.id)}
      onPointerLeave={() => onOver(null)}
      onFocus={() => onOver(task.id)}
      onBlur={() => onOver(null)}
      title={task.title}
      style={{ left: x, top: y, ...nodeSize, borderInlineStart: `3px solid ${toneVar(look.tone)}` }}
      className="absolute grid content-center gap-0.5 overflow-hidden rounded-control border border-line bg-raised px-2 text-sm transition-transform duration-240 hover:border-line-strong aria-current:outline-2 aria-current:outline-accent"
    >
      <span className="truncate font-medium">
        <span className="mr-1 font-mono text-xs font-normal text-ink-3">{shortId.task(task.number)}</span>
        {task.title}
      </span>
      <span className="flex items-center gap-1.5 truncate text-xs" style={{ color: toneVar(look.tone) }}>
        <span aria-hidden>{look.glyph}</span>
        {look.word}
        {parts.length > 0 && (
          <span className="text-ink-2 tabular-nums">
            · {grouped(doneOf(countTasks(parts)).done)} of {counted(parts.length, 'part')}
          </span>
        )}
        {doer && <span className="truncate text-ink-2">· {doer.name}</span>}
      </span>
    </a>
  )
}
