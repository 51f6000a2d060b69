'use client'

import { useEffect, useState } from 'react'
import type { RoomScorecardView } from '../../server/contract/scorecard.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { useRead } from '../workspace/use-read.ts'
import { useMay } from '../workspace/workspace-context.tsx'
import { DrillCard } from './drill-card.tsx'
import { Figures } from './figures.tsx'
import { StartDrill } from './start-drill.tsx'

const everyMs = 2000

/** What this room's work came to, the drills that were played here, and where a new one is started. */
export function DrillsFace({ roomId }: { roomId: string }) {
  const [beat, setBeat] = useState(0)
  const { value, failure } = useRead<RoomScorecardView>(`/api/v1/rooms/${roomId}/scorecard`, beat)
  const running = value?.drills.some((drill) => drill.status === 'running') ?? false
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setBeat((count) => count + 1), everyMs)
    return () => clearInterval(timer)
  }, [running])
  const mayStart = useMay('room.create')
  if (!value)
    return failure ? <p className="p-4 text-sm text-failed">{failure.detail}</p> : <Skeleton className="p-4" />
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-4 p-4 max-md:px-3">
      {value.drills.map((drill) => (
        <DrillCard key={drill.id} drill={drill} roomId={roomId} />
      ))}
      <Figures figures={value.figures} roomId={roomId} />
      {mayStart && <StartDrill />}
    </div>
  )
}
