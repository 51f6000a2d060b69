import type { Wake } from '../store/reads/wakes.ts'
import type { Store } from '../store/store.ts'

/** Where the logs are read. */
export type WakeSource = {
  after(roomId: string, place: { after: number; since: number; limit: number }): Promise<Wake[]>
  heads(roomIds: readonly string[]): Promise<Map<string, number>>
}
export type Follower = { rooms: ReadonlySet<string>; hear: (wakes: readonly Wake[]) => void }

const gatherMs = 30
/** How late a commit of another process may be noticed. */
const lookMs = 1000
const page = 500

/**
 * The logs of the rooms that somebody follows, read once for all followers however many they are: soon after a commit
 * of this process, within a second after one of another.
 */
export function createWakeTail({
  store,
  source,
  onError,
}: {
  store: Pick<Store, 'onCommit'>
  source: WakeSource
  onError: (error: unknown) => void
}) {
  const followers = new Set<Follower>()
  /** Number up to which each followed room was told. */
  const told = new Map<string, number>()
  const reading = new Set<string>()
  let looking: NodeJS.Timeout | undefined
  const timers = new Map<string, NodeJS.Timeout>()

  store.onCommit(({ laneId, events }) => {
    if (events.length > 0 && told.has(laneId) && !timers.has(laneId))
      timers.set(
        laneId,
        setTimeout(() => {
          timers.delete(laneId)
          void read(laneId)
        }, gatherMs),
      )
  })

  async function read(roomId: string) {
    if (reading.has(roomId)) return
    reading.add(roomId)
    try {
      for (;;) {
        const after = told.get(roomId)
        if (after === undefined) return
        const wakes = await source.after(roomId, { after, since: 0, limit: page })
        const last = wakes.at(-1)
        if (!last || !told.has(roomId)) return
        told.set(roomId, last.seq)
        for (const follower of followers) if (follower.rooms.has(roomId)) follower.hear(wakes)
        if (wakes.length < page) return
      }
    } catch (error) {
      onError(error)
    } finally {
      reading.delete(roomId)
    }
  }

  async function look() {
    try {
      const followed = new Set([...followers].flatMap((follower) => [...follower.rooms]))
      for (const roomId of told.keys()) if (!followed.has(roomId)) told.delete(roomId)
      const heads = await source.heads([...followed])
      for (const [roomId, seq] of heads) {
        const known = told.get(roomId)
        if (known === undefined) told.set(roomId, seq)
        else if (seq > known) void read(roomId)
      }
    } catch (error) {
      onError(error)
    }
    looking = followers.size > 0 ? setTimeout(look, lookMs) : undefined
  }

  return {
    /** From now on the follower hears of its rooms; answers the function that ends it. `heads` are where it starts. */
    follow(follower: Follower, heads: ReadonlyMap<string, number>): () => void {
      for (const [roomId, seq] of heads) if (!told.has(roomId)) told.set(roomId, seq)
      followers.add(follower)
      if (looking === undefined) looking = setTimeout(look, lookMs)
      return () => {
        followers.delete(follower)
      }
    },
  }
}
export type WakeTail = ReturnType<typeof createWakeTail>
