'use client'

import { useEffect } from 'react'
import { send } from './commands.ts'
import { useRows } from './live.ts'
import type { LaneStore } from './store.ts'
import { useWorkspace } from './workspace-context.tsx'

/** While the conversation of a room is on the screen (`here`), whoever looks at it has been where they were mentioned. */
export function useMentionsSeen(lane: LaneStore, roomId: string, here: boolean): void {
  const { me } = useWorkspace()
  const own = useRows(lane, 'participants').find((one) => one.subjectId === me.memberId)
  const waiting = here && (own?.mentions ?? 0) > 0
  useEffect(() => {
    if (!waiting) return
    const look = () => {
      if (!document.hidden) void send('mention.see', { roomId })
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [waiting, roomId])
}
