import type { Actor } from '../domain/permission.ts'
import type { LiveSocket } from './live-socket.ts'

export type Access = {
  /** Whether a socket's person may read a lane now; what was granted lately is taken for granted. */
  mayRead(socket: LiveSocket, laneId: string): Promise<boolean>
  /** What was granted for a lane holds no more, and what is being asked is asked again. */
  withdraw(socket: LiveSocket, laneId: string): void
}

/** Keeps what the tables granted for `forMs`. */
export function createAccess(access: (actor: Actor, laneId: string) => Promise<boolean>, forMs: number): Access {
  return {
    async mayRead({ data }, laneId) {
      if ((data.mayReadUntil.get(laneId) ?? 0) > Date.now()) return true
      // A revocation that comes while the tables are asked makes their answer old.
      for (let asked = -1; asked !== data.revocations; ) {
        asked = data.revocations
        if (!(await access(data.person, laneId))) return false
      }
      data.mayReadUntil.set(laneId, Date.now() + forMs)
      return true
    },
    withdraw({ data }, laneId) {
      data.mayReadUntil.delete(laneId)
      data.revocations++
    },
  }
}
