import { createStore } from 'zustand/vanilla'
import type { LogEvent } from '../../../server/contract/events.ts'
import { createTape } from '../../../server/contract/replay.ts'
import type { Failure, Got } from '../../workspace/http.ts'

type Page = { events: LogEvent[]; head: number }
type Read = (path: string) => Promise<Got<Page>>
/** How far a log is read: the last number and moment (Unix ms) held, and the newest number and moment there are. */
export type ReelState = {
  loaded: number
  head: number
  lastAt: number
  endAt: number
  loading: boolean
  failure: Failure | null
}

/** The most events the door answers at once, as contract/live.ts says; its schemas would come along with the number. */
const pageSize = 500
/** Numbers have no gaps, so pages can be asked for side by side before their neighbours are there. */
const abreast = 4

export type Reel = ReturnType<typeof createReel>

/** A room's log read from its first event on, page by page, only as far as somebody looks; `newest` knows its last number. */
export function createReel(roomId: string, read: Read, newest: () => number) {
  const tape = createTape()
  const state = createStore<ReelState>(() => ({
    loaded: 0,
    head: 0,
    lastAt: 0,
    endAt: 0,
    loading: false,
    failure: null,
  }))
  let isEnough: (now: ReelState) => boolean = () => true

  const take = (events: readonly LogEvent[], head: number) => {
    tape.take(events)
    const loaded = tape.seq()
    const lastAt = tape.event(loaded)?.at ?? 0
    state.setState((before) => ({
      loaded,
      lastAt,
      head: Math.max(before.head, head, loaded),
      endAt: Math.max(before.endAt, events.at(-1)?.at ?? 0),
    }))
  }
  /** The next pages; false when they could not be read or brought nothing. */
  async function step(): Promise<boolean> {
    const { loaded, head } = state.getState()
    const pages = head === 0 ? 1 : Math.min(abreast, Math.ceil((head - loaded) / pageSize))
    const got = await Promise.all(
      Array.from({ length: pages }, (_, at) =>
        read(`/api/v1/rooms/${roomId}/events?after=${loaded + at * pageSize}&limit=${pageSize}`),
      ),
    )
    for (const page of got) {
      if (page.ok) take(page.value.events, page.value.head)
      else state.setState({ failure: page })
      if (!page.ok) return false
    }
    return state.getState().loaded > loaded
  }
  /** The newest event says how long the log is. */
  async function measure(): Promise<void> {
    const got = await read(`/api/v1/rooms/${roomId}/events?after=${Math.max(0, newest() - 1)}&limit=1`)
    if (got.ok) state.setState({ head: got.value.head, endAt: got.value.events.at(-1)?.at ?? 0 })
  }
  const lacks = () => {
    const now = state.getState()
    return (now.head === 0 || now.loaded < now.head) && !isEnough(now)
  }
  async function load(): Promise<void> {
    state.setState({ loading: true, failure: null })
    if (state.getState().endAt === 0) await measure()
    while (lacks()) if (!(await step())) break
    state.setState({ loading: false })
  }
  const want = (enough: (now: ReelState) => boolean) => {
    isEnough = enough
    // Going to what is held must cost nothing: nobody is told of anything.
    if (!state.getState().loading && lacks()) void load()
  }

  return {
    tape,
    state,
    /** Reads until this event and a page beyond it are held. */
    reach: (seq: number): void => want(({ loaded }) => loaded >= seq + pageSize),
    /** Reads until everything up to a moment (Unix ms) is held. */
    reachMoment: (moment: number): void => want(({ lastAt }) => lastAt > moment),
    /** Events that came in live; they count as soon as they continue what is held. */
    grow: (events: readonly LogEvent[]): void => take(events, events.at(-1)?.seq ?? 0),
    stop: (): void => {
      isEnough = () => true
    },
  }
}
