import { isPersonal } from '../contract/events.ts'
import { eventPage, type HeadAnswer, laneInput, type WatchAnswer, watchInput } from '../contract/live.ts'
import type { LogSource } from './lane-tail.ts'
import type { Lanes } from './lanes.ts'
import type { LiveSocket } from './live-socket.ts'
import type { Presence } from './presence.ts'

type Answer = WatchAnswer | HeadAnswer
const no = (code: 'not_found' | 'invalid' | 'throttled'): Answer => ({ ok: false, code })

/** Answers one event of one socket, whose session was just checked: shape, then access, then the act. */
export type Desk = {
  (socket: LiveSocket, name: string, input: unknown): Promise<Answer>
  /** The socket stops watching a lane; false when it did not watch it. */
  leave(socket: LiveSocket, laneId: string): boolean
}

export function createDesk(deps: {
  log: LogSource
  lanes: Lanes
  presence: Presence
  mayRead(socket: LiveSocket, laneId: string): Promise<boolean>
  memberIdOf(userId: string, laneId: string): Promise<string | null>
  limits: { lanesPerSocket: number }
}): Desk {
  const { log, lanes, presence, mayRead } = deps

  function leave(socket: LiveSocket, laneId: string): boolean {
    const { tickets, watching } = socket.data
    const pending = tickets.delete(laneId)
    const memberId = watching.get(laneId)
    if (memberId === undefined) return pending
    watching.delete(laneId)
    void socket.leave(laneId)
    presence.leave(laneId, memberId)
    lanes.release(laneId)
    return true
  }

  async function watch(socket: LiveSocket, laneId: string, after: number): Promise<Answer> {
    const { tickets, watching, person } = socket.data
    // Asking again starts over: backfill and live stream of one lane must not cross.
    leave(socket, laneId)
    if (watching.size + tickets.size >= deps.limits.lanesPerSocket) return no('throttled')
    const ticket = Symbol(laneId)
    tickets.set(laneId, ticket)
    const tail = lanes.hold(laneId)
    const give = (answer: Answer): Answer => {
      if (tickets.get(laneId) === ticket) tickets.delete(laneId)
      lanes.release(laneId)
      return answer
    }
    // Taken away means: no longer allowed. Asked again meanwhile: the newer try answers.
    const lost = (): Answer => give(no(tickets.has(laneId) || watching.has(laneId) ? 'throttled' : 'not_found'))
    try {
      const memberId = await deps.memberIdOf(person.userId, laneId)
      const head = (await tail.ready) ? await log.head(laneId) : null
      if (head === null || memberId === null) return give(no('not_found'))
      if (after > head || head - after > eventPage) return give({ ok: true, seq: head, behind: true })
      tail.reach(head)
      let cursor = after
      while (cursor < tail.sent()) {
        const events = await log.after(laneId, cursor, eventPage)
        if (tickets.get(laneId) !== ticket || !socket.connected) return lost()
        const last = events.at(-1)
        if (!last || events.some(isPersonal)) return give({ ok: true, seq: head, behind: true })
        socket.emit('events', { laneId, events })
        cursor = last.seq
      }
      if (tickets.get(laneId) !== ticket || !socket.connected) return lost()
      // In the same turn as the last look at `sent`: whatever is sent to the lane from here on reaches this socket too.
      tickets.delete(laneId)
      watching.set(laneId, memberId)
      void socket.join(laneId)
      presence.enter(laneId, memberId)
      return { ok: true, seq: cursor, behind: false }
    } catch (error) {
      give(no('not_found'))
      throw error
    }
  }

  async function act(socket: LiveSocket, name: string, given: unknown): Promise<Answer> {
    const asked = name === 'watch' ? watchInput.safeParse(given) : null
    const named = asked ?? laneInput.safeParse(given)
    if (!named.success || !['watch', 'unwatch', 'head', 'typing'].includes(name)) return no('invalid')
    const { laneId } = named.data
    if (!(await mayRead(socket, laneId))) return no('not_found')
    if (asked?.success) return watch(socket, laneId, asked.data.after)
    if (name === 'typing') {
      const memberId = socket.data.watching.get(laneId)
      if (memberId === undefined) return no('not_found')
      socket.to(laneId).volatile.emit('typing', { laneId, memberId })
      return { ok: true, seq: 0 }
    }
    // Before anything is awaited: a watch that follows at once must not be ended by this.
    if (name === 'unwatch') leave(socket, laneId)
    const head = await log.head(laneId)
    if (head === null) return no('not_found')
    if (name === 'head') lanes.reach(laneId, head)
    return { ok: true, seq: head }
  }

  return Object.assign(act, { leave })
}
