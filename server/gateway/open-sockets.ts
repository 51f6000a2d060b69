import type { LiveSocket } from './live-socket.ts'

/** The open sockets of this process, by the person who opened them. */
export class OpenSockets {
  private readonly byUser = new Map<string, Set<LiveSocket>>()

  add(socket: LiveSocket) {
    const { userId } = socket.data.person
    const own = this.byUser.get(userId) ?? new Set()
    this.byUser.set(userId, own.add(socket))
  }

  drop(socket: LiveSocket) {
    const { userId } = socket.data.person
    const own = this.byUser.get(userId)
    own?.delete(socket)
    if (own?.size === 0) this.byUser.delete(userId)
  }

  of(userId: string): LiveSocket[] {
    return [...(this.byUser.get(userId) ?? [])]
  }

  count(userId: string): number {
    return this.byUser.get(userId)?.size ?? 0
  }

  all(): LiveSocket[] {
    return [...this.byUser.values()].flatMap((sockets) => [...sockets])
  }
}
