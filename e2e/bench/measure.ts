import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds since 1970 with fractions: the same clock in every process of this machine, the database's included. */
export const now = (): number => performance.timeOrigin + performance.now()

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export type Spread = { n: number; p50: number; p95: number; p99: number; max: number }

/** Median, 95th and 99th percentiles and greatest of some durations, milliseconds; zeros when there are none. */
export function spreadOf(values: ArrayLike<number>): Spread {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0)
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

const statFields = (pid: number): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
/** Kernel ticks are hundredths of a second on every Linux that Node runs on. */
const tickMs = 10

/** CPU time of a process so far, user and system, milliseconds. */
export function cpuMs(pid: number): number {
  const fields = statFields(pid)
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}

/** CPU time of a process and all its children, ended ones included, milliseconds. */
export function familyCpuMs(pid: number): number {
  let ticks = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const fields = statFields(Number(name))
      if (Number(name) === pid) ticks += sum(fields.slice(11, 15))
      else if (Number(fields[1]) === pid) ticks += sum(fields.slice(11, 13))
    } catch {
      // Ended while we looked.
    }
  }
  return ticks * tickMs
}
const sum = (fields: readonly (string | number)[]): number =>
  fields.reduce<number>((total, one) => total + Number(one), 0)

/** What some processes and all others used over a while; `ms` is how long it was. */
export type Used<N extends string> = { ms: number; cpu: Record<N, number>; othersCores: number }

/** Counts CPU time from now on, milliseconds by name: of processes, and of processes with their children. The asking function ends it. */
export function startMeter<P extends string, F extends string>(
  processes: Record<P, number>,
  families: Record<F, number>,
): () => Used<P | F> {
  const read = () => {
    const cpu = {
      ...Object.fromEntries(Object.entries<number>(processes).map(([name, pid]) => [name, cpuMs(pid)])),
      ...Object.fromEntries(Object.entries<number>(families).map(([name, pid]) => [name, familyCpuMs(pid)])),
    } as Record<P | F, number>
    const { total, idle } = machineCpu()
    return { at: now(), cpu, own: cpuMs(process.pid), busy: total - idle }
  }
  const from = read()
  return () => {
    const to = read()
    const ms = to.at - from.at
    const names = Object.keys(from.cpu) as (P | F)[]
    const cpu = Object.fromEntries(names.map((name) => [name, to.cpu[name] - from.cpu[name]])) as Record<P | F, number>
    const ours = sum(Object.values(cpu)) + to.own - from.own
    return { ms, cpu, othersCores: round(Math.max(0, to.busy - from.busy - ours) / ms, 2) }
  }
}

export function rssMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes ?? 0) / 1024)
}

/** Waits until the machine has been under a fifth busy for two seconds, at most so many seconds. */
export async function quiet(seconds: number): Promise<void> {
  for (const until = now() + seconds * 1000; now() < until; ) {
    const before = machineCpu()
    await pause(2000)
    const after = machineCpu()
    if ((after.idle - before.idle) / (after.total - before.total) > 0.8) return
  }
}

/** CPU time of the whole machine: all of it, and what was idle, milliseconds. */
function machineCpu(): { total: number; idle: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number)
  return {
    total: ticks.reduce((sum, one) => sum + one, 0) * tickMs,
    idle: ((ticks[3] ?? 0) + (ticks[4] ?? 0)) * tickMs,
  }
}
