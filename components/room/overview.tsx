'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import type { ActionView, AttemptView, HandoffView } from '../../server/contract/snapshot.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Heading } from '../ui/heading.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useNow } from '../ui/now.ts'
import { Time } from '../ui/time.tsx'
import { useLane, useRow, useRows } from '../workspace/live.ts'
import { goalLooks, shortId } from '../workspace/states.ts'
import { Who } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { GoalBudget } from './goal-use.tsx'
import { Incidents } from './incidents.tsx'
import { TaskLink, usePanel } from './panel.tsx'
import { isOpenAttempt, quietness } from './progress.ts'
import { useGoals, useNames, useParticipants, useRoom } from './room-context.tsx'

const shownWorking = 12
const shownPeople = 40

/** What waits here, who works on what, and who is here: the panel beside every face. */
export function Overview() {
  const panel = usePanel()
  return (
    <div className="grid gap-5 p-4">
      {panel.name === 'room' && (
        <div className="-mb-4 flex justify-end">
          <IconButton
            label="Close the panel"
            keys="Escape"
            icon={<X aria-hidden className="size-4" />}
            onClick={panel.close}
          />
        </div>
      )}
      <NeedsYou />
      <Incidents />
      <WorkingNow />
      <GoalBudget />
      <People />
    </div>
  )
}

const handoffGlyph = {
  question: '◆',
  needs_human: '▲',
  work: '◔',
  budget: '▲',
  stale: '▲',
  conflict: '◆',
  goal_question: '◆',
} as const

function NeedsYou() {
  const { lane, base } = useRoom()
  const workspace = useWorkspace()
  const goals = useGoals().filter((goal) => goal.status === 'awaiting_plan_approval')
  const deliverables = useRows(lane, 'deliverables').filter((one) => one.status === 'in_review')
  const actions = useRows(lane, 'actions').filter((action) => action.decision === 'pending')
  const mine = (handoff: HandoffView) =>
    handoff.status === 'open' && (!handoff.memberId || handoff.memberId === workspace.me.memberId)
  const handoffs = useRows(lane, 'handoffs').filter(mine)
  const self = useParticipants().find((one) => one.kind === 'member' && one.subjectId === workspace.me.memberId)
  const own = useRows(lane, 'attempts').filter((one) => one.participantId === self?.id && isOpenAttempt(one))
  const none = goals.length + deliverables.length + actions.length + handoffs.length + own.length === 0
  return (
    <section aria-label="Needs you" className="grid gap-1.5">
      <Heading level={2} look="label">
        Needs you
      </Heading>
      {none && <p className="text-sm text-ink-3">Nothing here waits for you.</p>}
      <ul className="grid gap-px">
        {goals.map((goal) => (
          <Item key={goal.id} glyph="◆" tone="text-needs" href={`${base}/plan?goal=${goal.id}`}>
            <span className="font-mono text-xs">{shortId.goal(goal.number)}</span> {goalLooks[goal.status].word}
          </Item>
        ))}
        {handoffs.map((handoff) => (
          <li key={handoff.id} className="flex gap-2 py-1 text-sm">
            <Glyph name={handoffGlyph[handoff.kind]} className="mt-0.5 text-needs" />
            {handoff.taskId ? (
              <TaskLink taskId={handoff.taskId} className="min-w-0 hover:text-accent hover:underline">
                {handoff.title}
              </TaskLink>
            ) : (
              <span className="min-w-0">{handoff.title}</span>
            )}
          </li>
        ))}
        {own.map((attempt) => (
          <OwnTask key={attempt.id} taskId={attempt.taskId} />
        ))}
        {actions.map((action) => (
          <Leave key={action.id} action={action} />
        ))}
        {deliverables.map((one) => (
          <Item key={one.id} glyph="◇" tone="text-review" href={`${workspace.base}/deliverables/${one.id}`}>
            <span className="font-mono text-xs">{shortId.deliverable(one.number)}</span> Review {one.name}
          </Item>
        ))}
      </ul>
    </section>
  )
}

function Leave({ action }: { action: ActionView }) {
  const { lane, base } = useRoom()
  const task = useRow(lane, 'tasks', useRow(lane, 'attempts', action.attemptId)?.taskId)
  return (
    <Item glyph="▲" tone="text-needs" href={base}>
      {task && <span className="font-mono text-xs">{shortId.task(task.number)} </span>}
      Leave to run <code className="font-mono text-xs break-all">{action.command}</code>
    </Item>
  )
}

function OwnTask({ taskId }: { taskId: string }) {
  const { lane } = useRoom()
  const task = useRow(lane, 'tasks', taskId)
  return (
    task && (
      <li className="flex gap-2 py-1 text-sm">
        <Glyph name="◔" className="mt-0.5 text-needs" />
        <TaskLink taskId={task.id} className="min-w-0 hover:text-accent hover:underline">
          <span className="font-mono text-xs">{shortId.task(task.number)}</span> {task.title}
        </TaskLink>
      </li>
    )
  )
}

function Item({
  glyph,
  tone,
  href,
  children,
}: {
  glyph: '◆' | '◇' | '▲'
  tone: string
  href: string
  children: React.ReactNode
}) {
  return (
    <li className="flex gap-2 py-1 text-sm">
      <Glyph name={glyph} className={`mt-0.5 ${tone}`} />
      <Link href={href} className="min-w-0 hover:text-accent hover:underline">
        {children}
      </Link>
    </li>
  )
}

function WorkingNow() {
  const { lane } = useRoom()
  const open = useRows(lane, 'attempts').filter(isOpenAttempt)
  return (
    <section aria-label="Working now" className="grid gap-1.5">
      <Heading level={2} look="label">
        Working now {open.length > 0 && <span className="tabular-nums">{open.length}</span>}
      </Heading>
      {open.length === 0 && <p className="text-sm text-ink-3">Nobody works on a task.</p>}
      <ul className="grid gap-px">
        {open.slice(0, shownWorking).map((attempt) => (
          <WorkingLine key={attempt.id} attempt={attempt} />
        ))}
      </ul>
      {open.length > shownWorking && <p className="text-xs text-ink-3">and {open.length - shownWorking} more</p>}
    </section>
  )
}

function WorkingLine({ attempt }: { attempt: AttemptView }) {
  const { lane } = useRoom()
  const task = useRow(lane, 'tasks', attempt.taskId)
  const doer = useNames()(attempt.participantId)
  const now = useNow('second')
  const quiet = now === null ? null : quietness(attempt, now)
  if (!task) return null
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2 py-1 text-sm">
      <span className="font-mono text-xs text-ink-3">{shortId.task(task.number)}</span>
      <TaskLink taskId={task.id} className="truncate hover:text-accent hover:underline" title={task.title}>
        {doer ? <Who kind={doer.kind} name={doer.name} size="sm" /> : task.title}
      </TaskLink>
      <span className={quiet ? 'text-xs font-medium text-needs' : 'text-xs text-ink-3 tabular-nums'}>
        {quiet ??
          (attempt.progress === null ? <Time at={attempt.offeredAt} /> : `${Math.round(attempt.progress * 100)} %`)}
      </span>
    </li>
  )
}

function People() {
  const { lane, base } = useRoom()
  const workspace = useWorkspace()
  const participants = useParticipants()
  const present = useLane(lane, (state) => state.present)
  const agents = useRows(workspace.lane, 'agents')
  const attempts = useRows(lane, 'attempts')
  const now = useNow('minute')
  const health = (agentId: string, participantId: string): string => {
    const agent = agents.find((one) => one.id === agentId)
    if (agent && agent.status !== 'active') return agent.status
    if (agent?.breakerOpenUntil && now !== null && agent.breakerOpenUntil > now) return 'unreachable'
    const open = attempts.filter((one) => one.participantId === participantId && isOpenAttempt(one))
    const quiet = now === null ? undefined : open.map((one) => quietness(one, now)).find(Boolean)
    return quiet ?? (open.length > 0 ? `${open.length} at work` : 'ok')
  }
  return (
    <section aria-label="People and agents" className="grid gap-1.5">
      <Heading level={2} look="label">
        People and agents
      </Heading>
      <ul className="grid gap-1">
        {participants.slice(0, shownPeople).map((one) => {
          const here =
            one.kind === 'member'
              ? one.subjectId === workspace.me.memberId || present.includes(one.subjectId)
                ? 'here'
                : 'offline'
              : undefined
          return (
            <li key={one.id} className="flex items-center justify-between gap-2 text-sm">
              <Who kind={one.kind} name={one.name} presence={here} />
              <span className="shrink-0 text-xs text-ink-3">{here ?? health(one.subjectId, one.id)}</span>
            </li>
          )
        })}
      </ul>
      {participants.length > shownPeople && (
        <Link href={`${base}/settings`} className="text-xs text-accent hover:underline">
          and {participants.length - shownPeople} more
        </Link>
      )}
    </section>
  )
}
