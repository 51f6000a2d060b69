'use client'

import dynamic from 'next/dynamic'
import { useSearchParams, useSelectedLayoutSegment } from 'next/navigation'
import type { ReactNode } from 'react'
import type { RoomFirstView } from '../../server/contract/snapshot.ts'
import { Banner } from '../ui/banner.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { act } from '../workspace/commands.ts'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { usePlaces } from '../workspace/jump.ts'
import { useLane, useRow } from '../workspace/live.ts'
import { useMentionsSeen } from '../workspace/mentions.ts'
import { shortId } from '../workspace/states.ts'
import { touchesWaiting, waitingChanged } from '../workspace/waiting.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { GoalFormWhenWanted } from './goal-form/when-wanted.tsx'
import { Overview } from './overview.tsx'
import { usePanel } from './panel.tsx'
import { RoomProvider, useFill, useGoal, useRoom } from './room-context.tsx'
import { RoomHeader } from './room-header.tsx'
import { useEffectOnEvents } from './use-events.ts'

const Composer = dynamic(() => import('./conversation/composer.tsx').then((part) => part.Composer))
const StartBar = dynamic(() => import('./plan/start-bar.tsx').then((part) => part.StartBar))
const TaskPanel = dynamic(() => import('./task/task-panel.tsx').then((part) => part.TaskPanel), { loading: Opening })
const ThreadPanel = dynamic(() => import('./conversation/thread-panel.tsx').then((part) => part.ThreadPanel), {
  loading: Opening,
})

function Opening() {
  return <Skeleton count={6} className="p-4" />
}

/** A room: header and faces, with the panel beside them. The face is the page inside. */
export function RoomScreen({
  roomId,
  first,
  children,
}: {
  roomId: string
  first?: RoomFirstView | undefined
  children: ReactNode
}) {
  return (
    <RoomProvider key={roomId} roomId={roomId} first={first}>
      <Screen>{children}</Screen>
    </RoomProvider>
  )
}

function Screen({ children }: { children: ReactNode }) {
  const { id, lane, base } = useRoom()
  const workspace = useWorkspace()
  const segment = useSelectedLayoutSegment()
  const phase = useLane(lane, (state) => state.phase)
  const panel = usePanel()
  const goal = useGoal()
  const editing = useSearchParams().has('edit')
  const mayApprove = useMay('plan.approve')
  useFill()
  useEffectOnEvents((type) => touchesWaiting(type) && waitingChanged())
  useMentionsSeen(lane, id, segment === null || panel.name === 'thread')
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
        <h1 className="sr-only">No access</h1>
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
  const waits = segment === 'plan' && goal?.status === 'awaiting_plan_approval' && mayApprove && !editing
  const foot = onConversation ? <Composer /> : waits ? <StartBar /> : null
  const side =
    panel.name === 'task' ? (
      <TaskPanel key={panel.id} taskId={panel.id} />
    ) : panel.name === 'thread' ? (
      <ThreadPanel key={panel.id} messageId={panel.id} />
    ) : panel.name === 'room' ? (
      <Overview />
    ) : null
  return (
    <WorkspaceFrame
      header={<RoomHeader />}
      {...(foot ? { foot, footLabel: onConversation ? 'Write' : 'Decide' } : {})}
      {...(side ? { side, sideLabel: sideLabels[panel.name ?? 'room'] } : {})}
      {...(panel.name ? { onCloseSide: panel.close } : {})}
    >
      <div className="flex h-full">
        <div className="flex h-full min-w-0 flex-1 flex-col">
          <PausedBanner />
          <div className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
            {phase === 'loading' ? (
              <Skeleton shape="rows" count={8} label="Opening the room" className="p-4" />
            ) : (
              children
            )}
          </div>
        </div>
        {!panel.name && (
          <section
            aria-label={sideLabels.room}
            data-region
            tabIndex={-1}
            className="h-full w-80 shrink-0 overflow-y-auto border-l border-line max-lg:hidden"
          >
            <Overview />
          </section>
        )}
      </div>
      <GoalFormWhenWanted />
    </WorkspaceFrame>
  )
}

/** A paused room says so in every window, with the way on. */
function PausedBanner() {
  const { id, lane } = useRoom()
  const room = useRow(lane, 'room', id)
  const mayUpdate = useMay('room.update')
  if (room?.status !== 'paused') return null
  return (
    <Banner
      tone="needs"
      className="rounded-none border-0"
      action={
        mayUpdate && (
          <Button
            size="sm"
            onClick={() =>
              void act('room.update', { roomId: id, status: 'open' }, { until: lane, done: 'The room goes on' })
            }
          >
            Go on
          </Button>
        )
      }
    >
      This room is paused: nothing new is handed out. What agents hand in is kept.
    </Banner>
  )
}

const sideLabels = { task: 'Task', thread: 'Thread', room: 'What waits, who works, who is here' }
