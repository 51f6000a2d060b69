'use client'

import { useDeferredValue, useEffect, useMemo, useRef } from 'react'
import type { GoalView } from '../../../server/contract/snapshot.ts'
import { counted, grouped } from '../../../server/domain/text/counted.ts'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { momentWords } from './moment-words.ts'
import { Scrubber } from './scrubber.tsx'
import { Stood } from './stood.tsx'
import { Told } from './told.tsx'
import { useCursor } from './use-cursor.ts'
import { usePlayer } from './use-player.ts'

/** The address follows the cursor once it rests this long. */
const restMs = 300

/**
 * The goal's plan as it stood at any moment, from the room's log alone, with the sentence of what was decided then. `at` is
 * the number of the event to begin at, null for the goal's first; `onAt` hears where one stands.
 */
export function ReplayFace({
  goal,
  view,
  query,
  at,
  onAt,
  onClose,
}: {
  goal: GoalView
  view: 'list' | 'board' | 'graph'
  query: string
  at: number | null
  onAt: (seq: number) => void
  onClose: () => void
}) {
  const { reel, state, cursor, from, to, look, show, step, decision } = useCursor(goal, at)
  const { playing, play, speed, setSpeed } = usePlayer(reel, cursor?.moment ?? from, to, show)
  const seq = cursor?.seq
  const tellAt = useRef(onAt)
  useEffect(() => {
    tellAt.current = onAt
  })
  useEffect(() => {
    if (seq === undefined || playing) return
    const timer = setTimeout(() => tellAt.current(seq), restMs)
    return () => clearTimeout(timer)
  }, [seq, playing])
  const shown = useDeferredValue(cursor)
  const shownSeq = shown?.seq ?? 0
  const frame = useMemo(() => (shownSeq > 0 ? reel.tape.frame(shownSeq) : null), [reel, shownSeq])
  const last = decision(shownSeq + 1, -1)
  const reading = cursor !== null && state.loaded < state.head && cursor.moment >= state.lastAt
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <section aria-label="Replay" className="grid gap-2 border-b border-line bg-canvas px-4 py-2 max-md:px-3">
        <Scrubber
          from={from}
          to={to}
          moment={cursor?.moment ?? from}
          playing={playing}
          speed={speed}
          onMoment={(moment) => {
            play(false)
            show(moment)
          }}
          onPlay={(next) => {
            if (next && cursor && cursor.moment >= to) show(from)
            play(next)
          }}
          onSpeed={setSpeed}
          onStep={(by) => {
            play(false)
            step(by)
          }}
          onClose={onClose}
        />
        {state.failure ? (
          <p role="alert" className="flex flex-wrap items-center gap-2 text-sm text-failed">
            {state.failure.detail}
            <Button size="sm" onClick={() => reel.reachMoment(cursor?.moment ?? from)}>
              Try again
            </Button>
          </p>
        ) : (
          <Told
            event={last === null ? undefined : reel.tape.event(last)}
            look={look}
            when={(at) => momentWords(at, from, to)}
            note={reading ? `Reading the log: ${grouped(state.loaded)} of ${counted(state.head, 'event')}` : null}
          />
        )}
      </section>
      {frame && shown ? (
        <Stood frame={frame} goalId={goal.id} moment={shown.moment} view={view} query={query} />
      ) : (
        <Skeleton shape="rows" count={8} label="Reading the log" className="p-4" />
      )}
    </div>
  )
}
