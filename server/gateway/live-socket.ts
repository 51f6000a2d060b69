import type { Socket } from 'socket.io'
import type { ClientToServer, ServerToClient } from '../contract/live.ts'
import type { Actor } from '../domain/permission.ts'

export type Person = Actor & { kind: 'member' }

/** What is kept of a socket. */
export type SocketMemory = {
  person: Person
  /** Lanes it watches, and as which member. */
  watching: Map<string, string>
  /** Lanes it is about to watch; a newer try has another ticket. */
  tickets: Map<string, symbol>
  /** Lanes it may read, and until when that is taken for granted (Unix milliseconds). */
  mayReadUntil: Map<string, number>
  revocations: number
}
export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketMemory>
