import { createStore } from 'zustand/vanilla'
import type { CommandInput, CommandName } from '../../server/contract/commands.ts'
import { type Failure, failureOf, offline } from './http.ts'

export type Done = { ok: true; seq: number; result: Record<string, unknown> }
export type Answer = Done | Failure
/**
 * A command on its way. `queued`: no answer came; it goes again, with the same id, when the server can be reached.
 * `sent`: done, and not yet to be seen in this window.
 */
export type Outgoing = {
  id: string
  name: CommandName
  input: unknown
  status: 'sending' | 'queued' | 'sent'
  at: number
}
/** Resolves when the window shows what a command did. */
type Shown = (seq: number) => Promise<unknown>
type Post = (body: string) => Promise<Response>

/**
 * Sends commands in the order given while the server cannot be reached, at once otherwise. The id stays the same over
 * every try, so the server acts once; the promise resolves with the one answer, however long that takes.
 */
export function createOutbox(post: Post, { retryMs = 1500, newId = () => crypto.randomUUID() } = {}) {
  const list = createStore<{ waiting: readonly Outgoing[] }>(() => ({ waiting: [] }))
  const settle = new Map<string, { answered: (answer: Answer) => void; shown: Shown | undefined }>()
  let flushing = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const change = (id: string, next: Partial<Outgoing> | null) =>
    list.setState(({ waiting }) => ({
      waiting: waiting.flatMap((one) => (one.id !== id ? [one] : next ? [{ ...one, ...next }] : [])),
    }))
  const queued = () => list.getState().waiting.filter((one) => one.status === 'queued')

  async function attempt(one: Outgoing): Promise<Answer> {
    try {
      const response = await post(JSON.stringify({ id: one.id, name: one.name, input: one.input }))
      return response.ok ? ((await response.json()) as Done) : await failureOf(response)
    } catch {
      return offline
    }
  }
  /** True when an answer came, whatever it says. */
  async function deliver(one: Outgoing): Promise<boolean> {
    const answer = await attempt(one)
    if (!answer.ok && answer.code === 'offline') {
      change(one.id, { status: 'queued' })
      return false
    }
    const asked = settle.get(one.id)
    settle.delete(one.id)
    if (answer.ok && asked?.shown) {
      change(one.id, { status: 'sent' })
      void asked.shown(answer.seq).then(() => change(one.id, null))
    } else change(one.id, null)
    asked?.answered(answer)
    return true
  }
  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (flushing) return
    flushing = true
    for (let one = queued()[0]; one; one = queued()[0]) {
      if (!(await deliver(one))) break
    }
    flushing = false
    if (queued().length > 0) later()
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(flush, retryMs)
  }

  return {
    state: list,
    /** Try everything that is queued now: the connection came back. */
    flush,
    /** With `shown`, the command stays in the list as `sent` until that resolves. */
    send<N extends CommandName>(name: N, input: CommandInput<N>, shown?: Shown): Promise<Answer> {
      const behind = queued().length > 0
      const one: Outgoing = { id: newId(), name, input, status: behind ? 'queued' : 'sending', at: Date.now() }
      list.setState(({ waiting }) => ({ waiting: [...waiting, one] }))
      return new Promise((resolve) => {
        settle.set(one.id, { answered: resolve, shown })
        if (behind) void flush()
        else void deliver(one).then((came) => came || later())
      })
    },
  }
}
