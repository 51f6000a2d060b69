'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { GoalView } from '../../../server/contract/snapshot.ts'
import { isEnded } from '../../../server/domain/goal.ts'
import { lookupsOf } from '../activity/lookups.ts'
import { goalIdOf, isQuiet, kindOf, type Lookups } from '../activity/sentences.ts'
import { useNames } from '../room-context.tsx'
import { useReel } from './use-reel.ts'

/** What is shown: the room after an event, at a moment (Unix ms); `exact` when later events of the same moment are left out. */
type Cursor = { seq: number; moment: number; exact: boolean }

/** Where in a goal's story one stands, and how to go elsewhere; the log is read as far as that asks for. */
export function useCursor(goal: GoalView, at: number | null) {
  const { reel, state } = useReel()
  const { tape } = reel
  // Only where to begin: afterwards the address follows the cursor.
  const [begin] = useState(at)
  const [cursor, setCursor] = useState<Cursor | null>(null)
  const from = goal.createdAt
  const to = Math.max(from + 1, isEnded(goal.status) && goal.endedAt ? goal.endedAt : state.endAt)
  const names = useNames()
  const everything = useMemo(() => tape.frame(state.loaded), [tape, state.loaded])
  const look = useMemo<Lookups>(
    () =>
      lookupsOf(
        {
          task: (id) => everything.rows.tasks.get(id),
          attempt: (id) => everything.rows.attempts.get(id),
          goal: (id) => everything.rows.goals.get(id),
          deliverable: (id) => everything.rows.deliverables.get(id),
        },
        (id) => names(id)?.name ?? null,
      ),
    [everything, names],
  )

  useEffect(() => {
    if (begin === null) reel.reachMoment(from)
    else reel.reach(begin)
  }, [reel, from, begin])
  useEffect(() => {
    const { loaded, lastAt, head } = state
    setCursor((now) => {
      if (now) return now.exact ? now : { ...now, seq: tape.seqAt(now.moment) }
      const isRead = begin === null ? lastAt > from || loaded === head : loaded >= Math.min(begin, head)
      const event = loaded > 0 && isRead ? tape.event(Math.min(begin ?? tape.seqAt(from), loaded)) : undefined
      return event ? { seq: event.seq, moment: Math.max(from, event.at), exact: begin !== null } : null
    })
  }, [tape, from, begin, state])

  const show = useCallback(
    (moment: number) => {
      reel.reachMoment(moment)
      setCursor({ seq: tape.seqAt(moment), moment, exact: false })
    },
    [reel, tape],
  )
  /** The nearest event that tells of a decision in this goal, the one at the cursor included when `step` is 0. */
  const decision = useCallback(
    (seq: number, step: 1 | -1) =>
      tape.find(seq, step, (event) => {
        if (isQuiet(event.type) || (kindOf(event) === null && event.actor.kind === 'coordinator')) return false
        return goalIdOf(event, look) === goal.id
      }),
    [tape, look, goal.id],
  )
  const step = (by: 1 | -1) => {
    if (!cursor) return
    const found = decision(cursor.seq, by)
    const event = found === null ? undefined : tape.event(found)
    if (event) setCursor({ seq: event.seq, moment: event.at, exact: true })
    reel.reach((event?.seq ?? state.loaded) + 1)
  }
  return { reel, state, cursor, from, to, look, show, step, decision }
}
