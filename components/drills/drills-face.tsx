'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import type { DrillReport, RoomScorecardView } from '../../server/contract/scorecard.ts'
import { Broken } from '../ui/broken.tsx'
import { Button } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useRead } from '../workspace/use-read.ts'
import { useMay } from '../workspace/workspace-context.tsx'
import { DrillCard } from './drill-card.tsx'
import { Figures } from './figures.tsx'

const StartDrill = dynamic(() => import('./start-drill.tsx').then((part) => part.StartDrill), { ssr: false })

const everyMs = 2000

/** What this room's work came to, the drills that were played here, and where a new one is started. */
export function DrillsFace({ roomId }: { roomId: string }) {
  const [beat, setBeat] = useState(0)
  const { value, failure, again } = useRead<RoomScorecardView>(`/api/v1/rooms/${roomId}/scorecard`, beat)
  const newest = value?.drills[0]
  const running = value?.drills.some((drill) => drill.status === 'running') ?? false
  // A drill's plays have rooms of their own: its figures are over all of them.
  const played = newest?.status === 'ended' ? newest.id : null
  const report = useRead<DrillReport>(played && `/api/v1/drills/${played}`)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setBeat((count) => count + 1), everyMs)
    return () => clearInterval(timer)
  }, [running])
  const mayStart = useMay('room.create')
  const [starting, setStarting] = useState(false)
  if (!value)
    return failure ? (
      <Broken title="The scorecard did not open" onRetry={again}>
        {failure.detail}
      </Broken>
    ) : (
      <Skeleton shape="cards" count={4} className="p-4" label="Counting" />
    )
  const figures = report.value?.figures ?? value.figures
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-4 p-4 max-md:p-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <Heading level={2}>Scorecard and drills</Heading>
          <p className="text-sm text-ink-2">
            What the work came to, counted from the tables. A drill plays a goal with a fault on purpose, in a room of
            its own.
          </p>
        </div>
        {mayStart && <Button onClick={() => setStarting(true)}>Start a drill…</Button>}
      </div>
      {value.drills.map((drill) => (
        <DrillCard key={drill.id} drill={drill} roomId={roomId} />
      ))}
      {!running && (
        <Figures
          title={newest ? 'Over all plays of this drill' : 'This room'}
          figures={figures}
          without={report.value?.without ?? null}
          roomId={roomId}
        />
      )}
      {starting && <StartDrill onClose={() => setStarting(false)} />}
    </div>
  )
}
