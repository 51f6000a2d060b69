'use client'

import { Plus } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { GoalView, TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../../server/contract/views.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Heading } from '../../ui/heading.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'
import { refusalOf, send } from '../../workspace/commands.ts'
import { getJson } from '../../workspace/http.ts'
import { useRows } from '../../workspace/live.ts'
import { useDraft } from '../draft.ts'
import { useRoom } from '../room-context.tsx'
import { PlanDiff } from './diff.tsx'
import { DraftTasks } from './draft-tasks.tsx'
import {
  type DraftTask,
  draftDiff,
  draftOf,
  draftProblems,
  freshKey,
  type PlanDraft,
  planInput,
  withoutTask,
} from './plan-draft.ts'
import { rebased } from './rebase.ts'

/** Asked for at once; of a larger plan nothing is: outputs and checks that are not handed back stay as they are. */
const mostDetails = 200
const askedAtOnce = 6

async function readDetails(tasks: readonly TaskView[]): Promise<ReadonlyMap<string, TaskDetail>> {
  const details = new Map<string, TaskDetail>()
  const waiting = tasks.length > mostDetails ? [] : tasks.map((task) => task.id)
  const work = async () => {
    for (let id = waiting.shift(); id; id = waiting.shift()) {
      const got = await getJson<TaskDetail>(`/api/v1/tasks/${id}`)
      if (got.ok) details.set(id, got.value)
    }
  }
  await Promise.all(Array.from({ length: askedAtOnce }, work))
  return details
}

/** The plan as a form: all of it before the start, later what has not started. What was changed is kept on this device until it is saved or thrown away. */
export function PlanEditor({
  goal,
  tasks,
  onDone,
}: {
  goal: GoalView
  tasks: readonly TaskView[]
  onDone: () => void
}) {
  const { lane } = useRoom()
  const deliverables = useRows(lane, 'deliverables')
  const [draft, setDraft, clearDraft] = useDraft<PlanDraft | null>(`plan:${goal.id}`, null)
  // The plan that the draft was begun on, to tell what its writer changed from what others did.
  const base = useRef<PlanDraft | null>(null)
  const now = useMemo(() => {
    const own = deliverables.find((one) => one.goalId === goal.id)?.taskId ?? null
    return draftOf(goal.planVersion, tasks, new Map(), own)
  }, [goal.id, goal.planVersion, tasks, deliverables])
  useEffect(() => {
    if (draft?.planVersion === now.planVersion) base.current = now
  }, [draft, now])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft starts once per plan version, from the plan of that moment
  useEffect(() => {
    let wanted = true
    void readDetails(tasks).then((details) => {
      if (!wanted) return
      const own = deliverables.find((one) => one.goalId === goal.id)?.taskId ?? null
      const fresh = draftOf(goal.planVersion, tasks, details, own)
      setDraft((kept) => {
        if (kept?.planVersion === fresh.planVersion) return kept
        return kept === null ? fresh : rebased(kept, base.current, fresh)
      })
    })
    return () => {
      wanted = false
    }
  }, [goal.id, goal.planVersion])
  const shown = useMemo(() => (draft ? asStarted(draft, now) : null), [draft, now])
  if (!shown) return <Skeleton shape="cards" count={4} label="Opening the plan" className="p-4" />
  return <Form goal={goal} now={now} draft={shown} setDraft={setDraft} clearDraft={clearDraft} onDone={onDone} />
}

/** A draft in which what started meanwhile stands as it is. */
function asStarted(draft: PlanDraft, now: PlanDraft): PlanDraft {
  const started = new Map(now.tasks.flatMap((task) => (task.started ? [[task.key, task] as const] : [])))
  if (started.size === 0) return draft
  const written = new Set(draft.tasks.map((task) => task.key))
  const lost = [...started.values()].filter((task) => !written.has(task.key))
  return {
    ...draft,
    tasks: [...lost, ...draft.tasks.map((task) => ({ ...(started.get(task.key) ?? task), kept: task.kept }))],
  }
}

function Form({
  goal,
  now,
  draft,
  setDraft,
  clearDraft,
  onDone,
}: {
  goal: GoalView
  /** The plan as it stands. */
  now: PlanDraft
  draft: PlanDraft
  setDraft: (draft: PlanDraft) => void
  clearDraft: () => void
  onDone: () => void
}) {
  const { lane } = useRoom()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  // A large plan is judged when there is time for it, not between two keys.
  const judged = useDeferredValue(draft)
  const problems = useMemo(() => draftProblems(judged), [judged])
  const changes = useMemo(() => draftDiff(now, judged), [now, judged])
  const running = goal.status !== 'awaiting_plan_approval'
  const [reason, setReason] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was refused of one version says nothing of the next
  useEffect(() => setRefusal(null), [draft.planVersion])
  const change = (key: string, next: Partial<DraftTask>) =>
    setDraft({ ...draft, tasks: draft.tasks.map((task) => (task.key === key ? { ...task, ...next } : task)) })
  const add = () => {
    const key = freshKey('new task', new Set(draft.tasks.map((task) => task.key)))
    const fresh = { key, number: null, title: '', brief: '', skills: '', needs: [], assignee: '', kept: {} }
    setDraft({ ...draft, tasks: [...draft.tasks, fresh] })
    requestAnimationFrame(() => document.getElementById(`task-title-${key}`)?.focus())
  }
  const save = async () => {
    setPending(true)
    setRefusal(null)
    const input = { goalId: goal.id, plan: planInput(draft), planVersion: draft.planVersion, reason: reason.trim() }
    const answer = await send('plan.edit', input, { until: lane })
    setPending(false)
    if (!answer.ok) return setRefusal(refusalOf(answer))
    clearDraft()
    announce('The plan is saved')
    onDone()
  }
  return (
    <div className="mx-auto grid max-w-4xl gap-3 p-4 max-md:p-3">
      <div className="flex flex-wrap items-center gap-2">
        <Heading level={2} className="flex-1">
          Edit the plan
        </Heading>
        <Button icon={<Plus aria-hidden className="size-4" />} onClick={add}>
          Add a task
        </Button>
      </div>
      {draft.movedFrom !== undefined && (
        <Banner tone="needs">
          Somebody changed the plan while you did: it is at version {draft.planVersion} now. Your changes are kept and
          stand on top of theirs; look them over before you save.
        </Banner>
      )}
      <DraftTasks now={now} draft={draft} onChange={change} onRemove={(key) => setDraft(withoutTask(draft, key))} />
      <Field label="Which task makes the deliverable?" className="max-w-md">
        <Select
          value={draft.deliverable ?? ''}
          placeholder="As the coordinator sees fit"
          options={draft.tasks.map((task) => ({ value: task.key, label: task.title || task.key }))}
          onChange={(event) => setDraft({ ...draft, deliverable: event.target.value || null })}
        />
      </Field>
      {(running || draft.movedFrom !== undefined) && (
        <section aria-label="What changes" className="grid gap-3 rounded-card border border-line bg-raised p-3">
          <Heading level={3} look="label">
            What changes
          </Heading>
          <PlanDiff {...changes} />
          {running && (
            <Field label="Why?" optional hint="Everybody in the room reads it.">
              <TextareaGrow rows={1} value={reason} onChange={(event) => setReason(event.target.value)} />
            </Field>
          )}
        </section>
      )}
      <div className="sticky bottom-0 -mx-4 flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-4 py-3 max-md:-mx-3 max-md:px-3">
        {(problems.length > 0 || refusal) && (
          <Banner tone="needs" className="max-h-32 basis-full overflow-y-auto">
            <ul className="list-inside list-disc">
              {[...problems, ...(refusal ? [refusal] : [])].map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </Banner>
        )}
        <Button
          tone="quiet"
          onClick={() => {
            clearDraft()
            onDone()
          }}
        >
          Throw changes away
        </Button>
        <Button onClick={onDone}>Close, keep as draft</Button>
        <Button tone="primary" pending={pending} disabled={problems.length > 0} onClick={() => void save()}>
          {running ? 'Change the plan' : 'Save the plan'}
        </Button>
      </div>
    </div>
  )
}
