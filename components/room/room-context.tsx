'use client'

import { useParams, useSearchParams } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import type { AttemptView, GoalView, ParticipantView, RoomFirstView, TaskView } from '../../server/contract/snapshot.ts'
import { isEnded } from '../../server/domain/goal.ts'
import { fillGoal } from '../workspace/fill.ts'
import { getJson } from '../workspace/http.ts'
import { useHeldLane, useLane, useRow, useRows } from '../workspace/live.ts'
import type { LaneStore } from '../workspace/store.ts'
import type { Kind } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'

type Room = { id: string; base: string; lane: LaneStore }
const RoomContext = createContext<Room | null>(null)

export function useRoom(): Room {
  const room = useContext(RoomContext)
  if (!room) throw new Error('This part needs a RoomProvider above it')
  return room
}

/** Holds the room's lane for everything below it; give it the room's id as key. */
export function RoomProvider({
  roomId,
  first,
  children,
}: {
  roomId: string
  first?: RoomFirstView | undefined
  children: ReactNode
}) {
  const { base } = useWorkspace()
  const lane = useHeldLane('rooms', roomId, first)
  const value = useMemo(() => ({ id: roomId, base: `${base}/rooms/${roomId}`, lane }), [roomId, base, lane])
  return <RoomContext value={value}>{children}</RoomContext>
}

/** The goals, newest first. */
export function useGoals(): readonly GoalView[] {
  const goals = useRows(useRoom().lane, 'goals')
  return useMemo(() => [...goals].sort((a, b) => b.number - a.number), [goals])
}

/** The goal on screen: the one in the address, else the task's own, else the newest that is not ended, else the newest. */
export function useGoal(): GoalView | undefined {
  const goals = useGoals()
  const asked = useSearchParams().get('goal')
  const { task: taskId } = useParams<{ task?: string }>()
  const task = useRow(useRoom().lane, 'tasks', taskId)
  const wanted = asked ?? task?.goalId
  return goals.find((goal) => goal.id === wanted) ?? goals.find((goal) => !isEnded(goal.status)) ?? goals[0]
}

/** Reads what the room's first view left out, the goal on screen first. */
export function useFill(): void {
  const { lane } = useRoom()
  const shown = useGoal()?.id
  const loadedAt = useLane(lane, (state) => state.loadedAt)
  const wanted = useLane(lane, (state) => state.lacking[0])
  const next = useLacks(shown) ? shown : wanted
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first view is filled anew
  useEffect(() => {
    if (!next) return
    const stop = new AbortController()
    const address = `/api/v1/goals/${next}/tasks`
    void fillGoal(lane, next, { address, read: (path) => getJson(path, stop.signal), signal: stop.signal })
    return () => stop.abort()
  }, [lane, next, loadedAt])
}

/** Whether some tasks of a goal are still on their way. */
export function useLacks(goalId: string | undefined): boolean {
  const { lane } = useRoom()
  return useLane(lane, () => goalId !== undefined && lane.lacks(goalId))
}

/** A goal's tasks by number. */
export function useGoalTasks(goalId: string | undefined): readonly TaskView[] {
  const tasks = useRows(useRoom().lane, 'tasks')
  return useMemo(
    () => tasks.filter((task) => task.goalId === goalId).sort((a, b) => a.number - b.number),
    [tasks, goalId],
  )
}

/** The newest known attempt of every task, by task id. */
export function useLatestAttempts(): ReadonlyMap<string, AttemptView> {
  const attempts = useRows(useRoom().lane, 'attempts')
  return useMemo(() => {
    const latest = new Map<string, AttemptView>()
    for (const attempt of attempts) {
      if ((latest.get(attempt.taskId)?.number ?? 0) <= attempt.number) latest.set(attempt.taskId, attempt)
    }
    return latest
  }, [attempts])
}

/** Everybody in the room now: people first, then agents, each by name. */
export function useParticipants(): readonly ParticipantView[] {
  const all = useRows(useRoom().lane, 'participants')
  return useMemo(
    () =>
      all
        .filter((one) => one.status === 'in')
        .sort((a, b) => b.kind.localeCompare(a.kind) || a.name.localeCompare(b.name)),
    [all],
  )
}

/** Me as a participant, or undefined when I only look in as an admin. */
export function useMyself(): ParticipantView | undefined {
  const { me } = useWorkspace()
  return useParticipants().find((one) => one.kind === 'member' && one.subjectId === me.memberId)
}

type Named = { kind: Kind; name: string }
const coordinator: Named = { kind: 'coordinator', name: 'Coordinator' }

/** Looks up kind and name by any id that rows carry: participant, member, agent; anything else is the coordinator. */
export function useNames(): (id: string | null | undefined) => Named | null {
  const participants = useRows(useRoom().lane, 'participants')
  const { lane } = useWorkspace()
  const members = useRows(lane, 'members')
  return useMemo(() => {
    const names = new Map<string, Named>()
    for (const member of members) names.set(member.id, { kind: 'member', name: member.name })
    for (const one of participants) {
      names.set(one.id, { kind: one.kind, name: one.name })
      names.set(one.subjectId, { kind: one.kind, name: one.name })
    }
    return (id) => (id ? (names.get(id) ?? coordinator) : null)
  }, [participants, members])
}
