'use client'

import { useEffect, useRef, useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../../server/contract/views.ts'
import type { TaskStatus } from '../../../server/domain/task.ts'
import { grouped } from '../../../server/domain/text/counted.ts'
import { Broken } from '../../ui/broken.tsx'
import { Heading } from '../../ui/heading.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Contradictions } from '../../workspace/contradictions.tsx'
import { type Failure, getJson } from '../../workspace/http.ts'
import { useRow, useRows } from '../../workspace/live.ts'
import { shortId } from '../../workspace/states.ts'
import { Who } from '../../workspace/who.tsx'
import { useMay } from '../../workspace/workspace-context.tsx'
import { forgetDraft } from '../draft.ts'
import { isOpinion } from '../plan/parts.ts'
import { Doer, TaskState } from '../plan/task-line.tsx'
import { isOpenAttempt } from '../progress.ts'
import { useLatestAttempts, useMyself, useNames, useRoom } from '../room-context.tsx'
import { Attempts } from './attempts.tsx'
import { Dossier, Guidance, Needs } from './brief.tsx'
import { HandIn, resultDraft } from './hand-in.tsx'
import { MadeOf } from './made-of.tsx'
import { Questions } from './questions.tsx'
import { TaskVerbs } from './task-verbs.tsx'
import { Versions } from './versions.tsx'

/** The task's whole story from the server, read again when the room says that it changed. */
function useDetail(task: TaskView | undefined, marks: string): { detail: TaskDetail | null; failure: Failure | null } {
  const [detail, setDetail] = useState<TaskDetail | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const id = task?.id
  const shown = useRef(id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `marks` says when to read again
  useEffect(() => {
    if (shown.current !== id) setDetail(null)
    shown.current = id
    if (!id) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void getJson<TaskDetail>(`/api/v1/tasks/${id}`, stop.signal).then((got) => {
        if (stop.signal.aborted) return
        if (got.ok) setDetail(got.value)
        setFailure(got.ok ? null : got)
      })
    }, 60)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [id, marks])
  return { detail, failure }
}

const settled: ReadonlySet<TaskStatus> = new Set(['done', 'cancelled', 'in_review'])

/** Everything about one task: state, doer, questions, my own work, verbs, brief, tries, versions, what the next one is told. */
export function TaskStory({ taskId, level = 2 }: { taskId: string; level?: 1 | 2 }) {
  const { base, lane } = useRoom()
  const held = useRow(lane, 'tasks', taskId)
  const attempt = useLatestAttempts().get(taskId)
  const myself = useMyself()
  const names = useNames()
  const rows = useRows(lane, 'tasks')
  const questions = useRows(lane, 'handoffs').filter((one) => one.taskId === taskId && one.status === 'open')
  const conflicts = useRows(lane, 'conflicts').filter((one) => one.taskId === taskId)
  // What a question is about stands with it, settled or not; what was compared before stands besides.
  const question = questions.find((one) => one.kind === 'conflict')
  const inQuestion = conflicts.filter((one) => question !== undefined && one.at >= question.at)
  const besides = conflicts.filter((one) => !inQuestion.includes(one))
  const maySettle = useMay('task.steer')
  const marks = [held?.status, held?.attempts, attempt?.status, held?.acceptedVersionId, questions.length].join()
  const { detail, failure } = useDetail(held ?? ({ id: taskId } as TaskView), marks)
  const task = held ?? detail?.task
  const over = task?.status === 'done' || task?.status === 'cancelled'
  useEffect(() => {
    if (over) forgetDraft(resultDraft(taskId))
  }, [over, taskId])
  if (!task && failure) return <Broken title="This task did not open">{failure.detail}</Broken>
  if (!task) return <Skeleton count={6} label="Opening the task" className="p-4" />
  const mine = isOpenAttempt(attempt) && myself !== undefined && attempt.participantId === myself.id
  const failed = detail?.attempts.filter((one) => one.participantId === myself?.id && one.failure === 'failed_checks')
  const owner = names(task.owner)
  const parts = task.role === 'work' ? [] : rows.filter((one) => one.parentId === taskId && !isOpinion(one))
  return (
    <div className="grid gap-4 p-4">
      <div className="grid gap-1.5">
        <p className="font-mono text-xs text-ink-3 select-all">{shortId.task(task.number)}</p>
        <Heading level={level} look="title">
          {task.title}
        </Heading>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <TaskState task={task} attempt={attempt} />
          <Doer task={task} attempt={attempt} />
          {owner && (
            <span className="inline-flex items-center gap-1.5 text-sm text-ink-2">
              owner <Who kind={owner.kind} name={owner.name} size="sm" />
            </span>
          )}
        </div>
        {task.reason && questions.length === 0 && (
          <p className="text-base text-ink-2 first-letter:uppercase">{task.reason}</p>
        )}
        {isOpenAttempt(attempt) && attempt.note && <p className="text-sm text-running">{attempt.note}</p>}
      </div>
      <Questions handoffs={questions} conflicts={inQuestion} />
      {besides.length > 0 && (
        <Part title={`Contradictions ${besides.length}`} level={level}>
          <Contradictions conflicts={besides} nameOf={names} roomBase={base} settleIn={maySettle ? lane : undefined} />
        </Part>
      )}
      {mine && <HandIn task={task} sentBack={failed?.at(-1)?.reason ?? null} />}
      <TaskVerbs task={task} />
      <Part title="Brief" level={level}>
        <p className="text-base whitespace-pre-wrap">{task.brief || 'No brief was written.'}</p>
        <Needs task={task} />
        <Guidance list={detail?.task.guidance ?? []} />
      </Part>
      {!detail && !failure && <Skeleton count={4} label="Loading the story" />}
      {failure && task && <p className="text-sm text-failed">The story did not load: {failure.detail}</p>}
      {detail && (
        <>
          {parts.length > 0 && (
            <Part
              title={`${task.role === 'answers' ? 'Answers' : 'One for each item'} ${grouped(parts.length)}`}
              level={level}
            >
              <MadeOf parts={parts} />
            </Part>
          )}
          {(parts.length === 0 || detail.attempts.length > 0) && (
            <Part title={`Tries ${detail.attempts.length}`} level={level}>
              <Attempts attempts={detail.attempts} />
            </Part>
          )}
          <Part title={`Versions ${detail.versions.length}`} level={level}>
            <Versions task={task} versions={detail.versions} />
          </Part>
          {detail.dossier.tried.length > 0 && !settled.has(task.status) && (
            <Part title="What the next one is told" level={level}>
              <Dossier dossier={detail.dossier} />
            </Part>
          )}
        </>
      )}
    </div>
  )
}

function Part({ title, level, children }: { title: string; level: 1 | 2; children: React.ReactNode }) {
  return (
    <section className="grid gap-1.5 border-t border-line pt-3">
      <Heading level={level === 1 ? 2 : 3} look="label">
        {title}
      </Heading>
      <div>{children}</div>
    </section>
  )
}
