'use client'

import type { VersionView } from '../../../server/contract/snapshot.ts'
import type { TaskStatus } from '../../../server/domain/task.ts'
import { useRows } from '../../workspace/live.ts'
import { opinionLooks } from '../../workspace/states.ts'
import { State, Who } from '../../workspace/who.tsx'
import { TaskLink } from '../panel.tsx'
import { isOpinion } from '../plan/parts.ts'
import { useNames, useRoom } from '../room-context.tsx'

const ended: ReadonlySet<TaskStatus> = new Set(['done', 'cancelled', 'failed'])

/** Second opinions on a version: those given, and those asked for that did not come yet or never will. */
export function Opinions({ version }: { version: VersionView }) {
  const { lane } = useRoom()
  const names = useNames()
  const given = useRows(lane, 'opinions').filter((one) => one.versionId === version.id)
  // An opinion's key ends with the number of the version it is on, and which one it is.
  const asked = useRows(lane, 'tasks').filter(
    (task) =>
      task.parentId === version.taskId &&
      isOpinion(task) &&
      task.key.includes(`:opinion-${version.number}-`) &&
      !given.some((one) => one.taskId === task.id),
  )
  if (given.length + asked.length === 0) return null
  return (
    <ul aria-label="Second opinions" className="grid gap-1.5 border-s-2 border-thread ps-2.5">
      {given.map((one) => (
        <li key={one.id} className="grid gap-0.5">
          <span className="flex flex-wrap items-center gap-x-2">
            <Who kind="agent" name={names(one.participantId)?.name ?? 'an agent that left'} />
            <State look={opinionLooks[one.verdict]} />
          </span>
          {one.reasons && (
            <span className="line-clamp-3 whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">{one.reasons}</span>
          )}
        </li>
      ))}
      {asked.map((task) => (
        <li key={task.id} className="text-ink-2">
          <TaskLink taskId={task.id} className="underline underline-offset-2 hover:text-accent">
            {ended.has(task.status)
              ? 'A second opinion was asked for and did not come'
              : 'A second opinion is asked for'}
          </TaskLink>
          {task.reason && `: ${task.reason}`}
        </li>
      ))}
    </ul>
  )
}
