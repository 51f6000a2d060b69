import type { LogEvent } from '../contract/events.ts'

/** The events of one drill's room, and how they are asked for. */
export class Log {
  constructor(
    readonly events: readonly LogEvent[],
    private readonly keyOf: (taskId: string) => string | undefined,
  ) {}

  /** Events of a type, oldest first, with these values in their data, or texts that match. */
  of(type: string, like: Record<string, unknown> = {}): LogEvent[] {
    const alike = ({ data }: LogEvent) =>
      Object.entries(like).every(([name, value]) =>
        value instanceof RegExp ? value.test(String(data[name])) : data[name] === value,
      )
    return this.events.filter((event) => event.type === type && alike(event))
  }
  /** Events of a type about the task with this key. */
  about(key: string, type: string, like: Record<string, unknown> = {}): LogEvent[] {
    return this.of(type, like).filter((event) => this.keyOf(String(event.data.taskId)) === key)
  }
  /** These events where there are so many at least; nothing otherwise. */
  atLeast = (count: number, found: readonly LogEvent[]): readonly LogEvent[] => (found.length < count ? [] : found)
  /** The last event of a list that comes after one of another list, with it; nothing when there is none. */
  after(first: readonly LogEvent[], then: readonly LogEvent[]): LogEvent[] {
    const [cause] = first
    const effect = cause && then.find((event) => event.seq > cause.seq)
    return cause && effect ? [cause, effect] : []
  }
}
