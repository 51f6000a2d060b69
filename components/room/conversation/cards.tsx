'use client'

import { useState } from 'react'
import type {
  ActionView,
  Collections,
  DeliverableView,
  GoalView,
  HandoffView,
} from '../../../server/contract/snapshot.ts'
import { leaveWithinMs } from '../../../server/domain/clocks.ts'
import { counted } from '../../../server/domain/text/counted.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Countdown } from '../../ui/time.tsx'
import { act } from '../../workspace/commands.ts'
import { useRow, useRows } from '../../workspace/live.ts'
import { deliverableLooks, goalLooks, shortId, versionLooks } from '../../workspace/states.ts'
import { State } from '../../workspace/who.tsx'
import { useMay, useWorkspace } from '../../workspace/workspace-context.tsx'
import { Answer } from '../answer.tsx'
import { TaskLink } from '../panel.tsx'
import { useNames, useRoom } from '../room-context.tsx'
import { AskedWords } from '../task/asked-words.tsx'
import { Why } from '../why.tsx'
import { decidedWords } from './decided.ts'
import { Byline } from './said.tsx'

const cardClass = 'mt-1 grid max-w-2xl gap-2 rounded-card border border-line bg-raised px-3 py-2.5'

const asking: Record<HandoffView['kind'], string> = {
  question: 'asks',
  needs_human: 'needs a person',
  work: 'hands over',
  budget: 'stopped at a limit',
  stale: 'asks what to do with work on old input',
  conflict: 'asks which answer stands',
  goal_question: 'asks what is meant',
}

/** A question or work that waits for a person, answered where it stands. */
export function QuestionCard({ handoff }: { handoff: HandoffView }) {
  const { lane } = useRoom()
  const names = useNames()
  const { me } = useWorkspace()
  const attempt = useRow(lane, 'attempts', handoff.attemptId)
  const task = useRow(lane, 'tasks', handoff.taskId)
  const tasks = useRows(lane, 'tasks')
  const from = names(attempt?.participantId) ?? { kind: 'coordinator' as const, name: 'Coordinator' }
  const waiting = task ? tasks.filter((one) => one.needs.includes(task.id) && one.status === 'blocked').length : 0
  const open = handoff.status === 'open'
  const forOther = handoff.memberId && handoff.memberId !== me.memberId ? names(handoff.memberId)?.name : null
  const what = asking[handoff.kind]
  return (
    <div>
      <Byline kind={from.kind} name={from.name} at={handoff.at} note={<span className="text-ink-2">{what}</span>} />
      <div className={cardClass} style={open ? { borderInlineStart: '2px solid var(--needs)' } : undefined}>
        <div className="flex flex-wrap items-baseline gap-x-2">
          {open && (
            <State look={{ tone: 'needs', glyph: handoff.kind === 'question' ? '◆' : '▲', word: 'Waits' }} as="glyph" />
          )}
          <p className="min-w-0 flex-1 font-medium">{handoff.title}</p>
          {task && (
            <TaskLink taskId={task.id} className="font-mono text-xs text-ink-2 underline underline-offset-2">
              {shortId.task(task.number)}
            </TaskLink>
          )}
        </div>
        {handoff.body && handoff.body !== handoff.title && (
          <div className="grid gap-2 text-base whitespace-pre-wrap text-ink-2">
            {handoff.kind === 'question' ? handoff.body : <AskedWords text={handoff.body} />}
          </div>
        )}
        {open && (waiting > 0 || forOther) && (
          <p className="text-xs text-ink-3">
            {[forOther && `for ${forOther}`, waiting > 0 && `${counted(waiting, 'task waits', 'tasks wait')} on this`]
              .filter(Boolean)
              .join(' · ')}
          </p>
        )}
        {(handoff.kind !== 'work' || !open || !task) && <Answer handoff={handoff} />}
        {handoff.kind !== 'question' && open && task && (
          <div className="flex flex-wrap items-center gap-1.5">
            <TaskLink
              taskId={task.id}
              className="inline-flex min-h-(--control-sm) items-center rounded-control border border-line-strong bg-raised px-2 text-sm font-medium hover:bg-sunken"
            >
              {handoff.kind === 'work' ? 'Open the task' : 'Decide what happens'}
            </TaskLink>
            <Why taskId={task.id} />
          </div>
        )}
      </div>
    </div>
  )
}

/** An agent asks leave for a risky step. */
export function ActionCard({ action }: { action: ActionView }) {
  const { lane } = useRoom()
  const names = useNames()
  const attempt = useRow(lane, 'attempts', action.attemptId)
  const mayDecide = useMay('action.decide')
  const [pending, setPending] = useState<'allow' | 'deny' | null>(null)
  const from = names(attempt?.participantId) ?? { kind: 'agent' as const, name: 'An agent' }
  const decide = async (name: 'action.allow' | 'action.deny') => {
    setPending(name === 'action.allow' ? 'allow' : 'deny')
    await act(name, { actionId: action.id }, { until: lane, done: name === 'action.allow' ? 'Allowed' : 'Denied' })
    setPending(null)
  }
  return (
    <div>
      <Byline kind={from.kind} name={from.name} at={action.at} note={<span className="text-ink-2">asks leave</span>} />
      <div
        className={cardClass}
        style={action.decision === 'pending' ? { borderInlineStart: '2px solid var(--needs)' } : undefined}
      >
        {action.reason && <p>{action.reason}</p>}
        <CodeBlock
          code={[action.command, action.arguments ? JSON.stringify(action.arguments, null, 2) : '']
            .filter(Boolean)
            .join('\n')}
          name="What it wants to run"
          wrap
          copy={false}
          maxHeight="10rem"
        />
        {action.decision === 'pending' && (
          <p className="text-sm text-ink-2">
            Denied by itself when nobody answers: <Countdown to={action.at + leaveWithinMs} />
          </p>
        )}
        {action.decision === 'pending' && mayDecide && (
          <div className="flex flex-wrap gap-1.5">
            <Button size="sm" pending={pending === 'allow'} onClick={() => void decide('action.allow')}>
              Allow this once
            </Button>
            <Button size="sm" tone="danger" pending={pending === 'deny'} onClick={() => void decide('action.deny')}>
              Deny
            </Button>
          </div>
        )}
        {action.decision !== 'pending' && (
          <p className="text-sm text-ink-2">{decidedWords(action, (id) => names(id)?.name)}</p>
        )}
      </div>
    </div>
  )
}

/** A version of a deliverable that somebody may look at; the newest one carries the way to its review. */
export function VersionCard({
  version,
  deliverable,
  latest,
}: {
  version: Collections['versions']
  deliverable: DeliverableView
  latest: boolean
}) {
  const { base } = useWorkspace()
  const by = useNames()(version.createdBy)
  const passed = version.checks.filter((check) => check.status === 'passed').length
  const look =
    latest && deliverable.status !== 'pending' ? deliverableLooks[deliverable.status] : versionLooks[version.status]
  const href = `${base}/deliverables/${deliverable.id}?v=${version.number}`
  const reviewable = latest && version.status === 'in_review'
  return (
    <div>
      <Byline
        kind={by?.kind ?? 'coordinator'}
        name={by?.name ?? 'Coordinator'}
        at={version.createdAt}
        note={<span className="text-ink-2">delivered</span>}
      />
      <div className={cardClass} style={reviewable ? { borderInlineStart: '2px solid var(--review)' } : undefined}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono text-xs text-ink-3">{shortId.deliverable(deliverable.number)}</span>
          <p className="min-w-0 flex-1 basis-48 font-serif text-read font-semibold">{deliverable.name}</p>
          <State look={look} suffix={`v${version.number}`} />
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-ink-2">
          <span>
            {passed} of {version.checks.length} checks passed
          </span>
          {version.sources > 0 && <span>{counted(version.sources, 'source')}</span>}
          <span className="flex-1" />
          <ButtonLink size="sm" tone={reviewable ? 'primary' : 'plain'} href={href}>
            {reviewable ? 'Review' : 'Open'}
          </ButtonLink>
        </div>
      </div>
    </div>
  )
}

/** Somebody posted a goal. */
export function GoalLine({ goal }: { goal: GoalView }) {
  const { base } = useRoom()
  const by = useNames()(goal.createdBy)
  const waits = goal.status === 'awaiting_plan_approval'
  return (
    <div>
      <Byline
        kind={by?.kind ?? 'member'}
        name={by?.name ?? 'Somebody'}
        at={goal.createdAt}
        note={<span className="text-ink-2">posted a goal</span>}
      />
      <div className={cardClass} style={waits ? { borderInlineStart: '2px solid var(--needs)' } : undefined}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono text-xs text-ink-3">{shortId.goal(goal.number)}</span>
          <p className="min-w-0 flex-1 basis-48 font-serif text-read font-semibold">{goal.title}</p>
          <State look={goalLooks[goal.status]} />
        </div>
        {goal.brief !== goal.title && <p className="line-clamp-4 whitespace-pre-wrap text-ink-2">{goal.brief}</p>}
        <div>
          <ButtonLink size="sm" tone={waits ? 'primary' : 'plain'} href={`${base}/plan?goal=${goal.id}`}>
            {waits ? 'Look at the plan' : 'Plan'}
          </ButtonLink>
        </div>
      </div>
    </div>
  )
}
