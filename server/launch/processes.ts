import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { isCode } from './kept.ts'

/** Whether a process of that id lives; one that ended and waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || fieldsOf(pid)?.[0] !== 'Z'
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** When a process was started, as the system words it; tells it from a later one of the same id. Null when it is gone. */
export function birthOf(pid: number): string | null {
  return process.platform === 'linux' ? (fieldsOf(pid)?.[19] ?? null) : ask(pid, 'lstart=')
}

/** Who started a process; null where the system does not say it cheaply. */
export function parentOf(pid: number): string | null {
  return fieldsOf(pid)?.[1] ?? null
}

/** Whether that process is a PostgreSQL server of that data directory. */
export function servesDirectory(pid: number, directory: string): boolean {
  if (process.platform !== 'linux') return ask(pid, 'args=')?.includes(directory) ?? false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === directory
  } catch {
    return false
  }
}

/** Waits until the process is gone; false when it still lives after that many milliseconds. */
export async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs
  while (isAlive(pid)) {
    if (performance.now() > end) return false
    await wait(25)
  }
  return true
}

/** Sends a signal, minding nothing when the process has gone before. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!isCode(error, 'ESRCH')) throw error
  }
}

// State first, start time twentieth. The name before them may hold spaces and brackets.
function fieldsOf(pid: number): readonly string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function ask(pid: number, column: string): string | null {
  const { status, stdout } = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() || null : null
}
