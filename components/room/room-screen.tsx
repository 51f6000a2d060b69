'use client'

import { useSelectedLayoutSegment } from 'next/navigation'
import type { ReactNode } from 'react'
import type { RoomSnapshot } from '../../server/contract/snapshot.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { useMedia } from '../ui/media.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { usePlaces } from '../workspace/jump.ts'
import { useLane } from '../workspace/live.ts'
import { shortId } from '../workspace/states.ts'
import { touchesWaiting, waitingChanged } from '../workspace/waiting.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { Composer } from './conversation/composer.tsx'
import { ThreadPanel } from './conversation/thread-panel.tsx'
import { GoalForm } from './goal-form/goal-form.tsx'
import { Overview } from './overview.tsx'
import { usePanel } from './panel.tsx'
import { StartBar } from './plan/start-bar.tsx'
import { RoomProvider, useGoal, useRoom } from './room-context.tsx'
import { RoomHeader } from './room-header.tsx'
import { TaskPanel } from './task/task-panel.tsx'
import { useEffectOnEvents } from './use-events.ts'

/** A room: header and faces, with the panel beside them. The face is the page inside. */
export function RoomScreen({
  roomId,
  first,
  children,
}: {
  roomId: string
  first?: RoomSnapshot | undefined
  children: ReactNode
}) {
  return (
    <RoomProvider key={roomId} roomId={roomId} first={first}>
      <Screen>{children}</Screen>
    </RoomProvider>
  )
}

function Screen({ children }: { children: ReactNode }) {
  const { lane, base } = useRoom()
  const workspace = useWorkspace()
  const segment = useSelectedLayoutSegment()
  const phase = useLane(lane, (state) => state.phase)
  const panel = usePanel()
  const goal = useGoal()
  const wide = useMedia('(min-width: 75rem)')
  useEffectOnEvents((type) => touchesWaiting(type) && waitingChanged())
  usePlaces(() => [
    ...lane.list('tasks').map((task) => ({
      id: task.id,
      label: task.title,
      ids: shortId.task(task.number),
      group: 'Tasks of this room',
      href: `${base}/tasks/${task.id}`,
    })),
    ...lane.list('deliverables').map((one) => ({
      id: one.id,
      label: one.name,
      ids: shortId.deliverable(one.number),
      group: 'Deliverables of this room',
      href: `${workspace.base}/deliverables/${one.id}`,
    })),
    ...lane.list('goals').map((one) => ({
      id: one.id,
      label: one.title,
      ids: shortId.goal(one.number),
      group: 'Goals of this room',
      href: `${base}/plan?goal=${one.id}`,
    })),
  ])
  if (phase === 'gone') {
    return (
      <WorkspaceFrame>
        <Empty
          kind="no-right"
          title="You do not have access to this room"
          action={<ButtonLink href={`${workspace.base}/rooms`}>Your rooms</ButtonLink>}
        >
          It may not exist, or you were taken out of it. Nothing of it is kept on this device but your drafts. Ask an
          admin of the workspace to bring you in.
        </Empty>
      </WorkspaceFrame>
    )
  }
  const onConversation = segment === null
  const waits = segment === 'plan' && goal?.status === 'awaiting_plan_approval'
  const foot = onConversation ? <Composer /> : waits ? <StartBar /> : null
  const side =
    panel.name === 'task' ? (
      <TaskPanel key={panel.id} taskId={panel.id} />
    ) : panel.name === 'thread' ? (
      <ThreadPanel key={panel.id} messageId={panel.id} />
    ) : panel.name === 'room' || wide ? (
      <Overview />
    ) : null
  return (
    <WorkspaceFrame
      header={<RoomHeader />}
      {...(foot ? { foot, footLabel: onConversation ? 'Write' : 'Decide' } : {})}
      {...(side ? { side, sideLabel: sideLabels[panel.name ?? 'room'] } : {})}
      {...(panel.name ? { onCloseSide: panel.close } : {})}
    >
      {phase === 'loading' ? <Skeleton shape="rows" count={8} label="Opening the room" className="p-4" /> : children}
      <GoalForm />
    </WorkspaceFrame>
  )
}
const sideLabels = { task: 'Task', thread: 'Thread', room: 'What waits, who works, who is here' }
