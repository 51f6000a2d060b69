'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskStatus } from '../../../server/domain/task.ts'
import { counted } from '../../../server/domain/text/counted.ts'
import { Button } from '../../ui/button.tsx'
import { announce } from '../../ui/live-region.tsx'
import type { Taken } from '../../workspace/blast-dialog.tsx'
import { act, send } from '../../workspace/commands.ts'
import { useRows } from '../../workspace/live.ts'
import { shortId } from '../../workspace/states.ts'
import { useMay } from '../../workspace/workspace-context.tsx'
import { SettleStale } from '../plan/blast-settle.tsx'
import { isOpenAttempt } from '../progress.ts'
import { useLatestAttempts, useMyself, useNames, useRoom } from '../room-context.tsx'
import { WithWords } from './with-words.tsx'

const Reassign = dynamic(() => import('./reassign.tsx').then((part) => part.Reassign))
const BlastDialog = dynamic(() => import('../../workspace/blast-dialog.tsx').then((part) => part.BlastDialog))

const over: ReadonlySet<TaskStatus> = new Set(['done', 'cancelled', 'failed'])
type Asking = 'retry' | 'cancel' | 'reassign' | 'reopen' | null

/** The verbs of a task, always in the same place: reassign, take over, retry with a note, stop. Each says first what it touches. */
export function TaskVerbs({ task }: { task: TaskView }) {
  const { lane } = useRoom()
  const attempt = useLatestAttempts().get(task.id)
  const doer = useNames()(isOpenAttempt(attempt) ? attempt.participantId : null)
  const tasks = useRows(lane, 'tasks')
  const myself = useMyself()
  const maySteer = useMay('task.steer')
  const mayWork = useMay('task.work')
  const [asking, setAsking] = useState<Asking>(null)
  const [pending, setPending] = useState(false)
  if (!maySteer) return null
  const reopen = async (taken: Taken) => {
    const answer = await send('task.reopen', { taskId: task.id, ...taken }, { until: lane })
    if (answer.ok) announce(`${shortId.task(task.number)} is open again`)
    return answer
  }
  if (task.status === 'done' && !task.deliverableId && task.acceptedVersionId)
    return (
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" onClick={() => setAsking('reopen')}>
          Open again…
        </Button>
        {asking === 'reopen' && (
          <BlastDialog
            taskId={task.id}
            title={`Open “${task.title}” again?`}
            description="It is done once more, by whoever fits. Its result so far stays among its versions."
            ask="What should be different?"
            missing="Say what should be different."
            keep="Keep it done"
            act="Open it again"
            onAct={reopen}
            onClose={() => setAsking(null)}
          />
        )}
      </div>
    )
  if (over.has(task.status)) return null
  const waiting = tasks.filter((one) => one.needs.includes(task.id) && !over.has(one.status)).length
  const touches = [
    waiting > 0 ? `${counted(waiting, 'task waits', 'tasks wait')} on this.` : null,
    doer ? `${doer.name} is told to stop; what it made so far is kept.` : null,
  ]
    .filter(Boolean)
    .join(' ')
  const held = task.status !== 'blocked' && task.status !== 'in_review' && task.status !== 'stale'
  const mine = isOpenAttempt(attempt) && attempt.participantId === myself?.id
  const takeOver = async () => {
    setPending(true)
    await act('task.take_over', { taskId: task.id }, { until: lane, done: 'The task is yours' })
    setPending(false)
  }
  return (
    <div className="flex flex-wrap gap-1.5">
      <SettleStale task={task} />
      {!mine && held && mayWork && myself && (
        <Button size="sm" pending={pending} onClick={() => void takeOver()}>
          Take over
        </Button>
      )}
      {task.status !== 'in_review' && (
        <Button size="sm" onClick={() => setAsking('reassign')}>
          {doer ? 'Reassign…' : 'Give to…'}
        </Button>
      )}
      {held && (
        <Button size="sm" onClick={() => setAsking('retry')}>
          Retry with a note…
        </Button>
      )}
      <Button size="sm" tone="danger" onClick={() => setAsking('cancel')}>
        Stop…
      </Button>
      {asking === 'reassign' && <Reassign task={task} touches={touches} onClose={() => setAsking(null)} />}
      {asking === 'retry' && (
        <WithWords
          title="Retry with a note"
          label="What should be done differently?"
          optional
          act="Retry"
          touches={touches}
          onClose={() => setAsking(null)}
          onAct={(note) =>
            act(
              'task.retry',
              { taskId: task.id, ...(note ? { note } : {}) },
              { until: lane, done: 'The task is tried again' },
            )
          }
        />
      )}
      {asking === 'cancel' && (
        <WithWords
          title={`Stop “${task.title}”?`}
          label="Why?"
          optional
          danger
          act="Stop this task"
          touches={touches || 'Nothing else waits on it. It cannot be started again.'}
          onClose={() => setAsking(null)}
          onAct={(reason) =>
            act(
              'task.cancel',
              { taskId: task.id, ...(reason ? { reason } : {}) },
              { until: lane, done: 'The task is stopped' },
            )
          }
        />
      )}
    </div>
  )
}
