'use client'

import { useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskStatus } from '../../../server/domain/task.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'
import { act } from '../../workspace/commands.ts'
import { useRows } from '../../workspace/live.ts'
import { useMay } from '../../workspace/workspace-context.tsx'
import { ReopenDialog } from '../plan/blast-dialog.tsx'
import { SettleStale } from '../plan/blast-settle.tsx'
import { isOpenAttempt } from '../progress.ts'
import { useLatestAttempts, useMyself, useNames, useRoom } from '../room-context.tsx'
import { Reassign } from './reassign.tsx'

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
  if (task.status === 'done' && !task.deliverableId && task.acceptedVersionId)
    return (
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" onClick={() => setAsking('reopen')}>
          Open again…
        </Button>
        {asking === 'reopen' && <ReopenDialog task={task} onClose={() => setAsking(null)} />}
      </div>
    )
  if (over.has(task.status)) return null
  const waiting = tasks.filter((one) => one.needs.includes(task.id) && !over.has(one.status)).length
  const touches = [
    waiting > 0 ? `${waiting} ${waiting === 1 ? 'task waits' : 'tasks wait'} on this.` : null,
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

/** Asks for a few words, says what the act touches, then acts. */
export function WithWords({
  title,
  label,
  touches,
  act: verb,
  optional = false,
  danger = false,
  onAct,
  onClose,
}: {
  title: string
  label: string
  touches?: string
  act: string
  optional?: boolean
  danger?: boolean
  onAct: (words: string) => Promise<{ ok: boolean }>
  onClose: () => void
}) {
  const [words, setWords] = useState('')
  const [pending, setPending] = useState(false)
  const go = async () => {
    if (!optional && words.trim() === '') return
    setPending(true)
    const answer = await onAct(words.trim())
    setPending(false)
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      {...(touches ? { description: touches } : {})}
      footer={
        <>
          <Button onClick={onClose}>Keep as it is</Button>
          <Button
            tone={danger ? 'danger' : 'primary'}
            pending={pending}
            disabled={!optional && words.trim() === ''}
            onClick={() => void go()}
          >
            {verb}
          </Button>
        </>
      }
    >
      <Field label={label} optional={optional}>
        <TextareaGrow
          rows={3}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void go()
          }}
        />
      </Field>
    </Dialog>
  )
}
