'use client'

import { useEffect, useRef, useState } from 'react'
import { advance } from './play.ts'
import type { Reel } from './reel.ts'

/** How often a playing replay shows a new moment. */
const everyMs = 100

/** Plays on from the moment shown until the end (Unix ms), waiting where the log is still being read. */
export function usePlayer(reel: Reel, moment: number, end: number, show: (moment: number) => void) {
  const [playing, play] = useState(false)
  const [speed, setSpeed] = useState<number>(10)
  const latest = useRef({ moment, end, show })
  useEffect(() => {
    latest.current = { moment, end, show }
  })
  useEffect(() => {
    if (!playing) return
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      const passed = now - last
      last = now
      const { moment, end, show } = latest.current
      const { loaded, head, lastAt } = reel.state.getState()
      const next = advance(reel.tape, moment, passed, speed)
      if (loaded < head) reel.reachMoment(next + 60_000)
      if (loaded < head && next > lastAt) return
      show(Math.min(next, end))
      if (next >= end) play(false)
    }, everyMs)
    return () => clearInterval(timer)
  }, [playing, speed, reel])
  return { playing, play, speed, setSpeed }
}
