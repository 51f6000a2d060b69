import { linkSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { diskFault, Fault, wordsOf } from './fault.ts'
import { isCode } from './kept.ts'
import { birthOf } from './processes.ts'

const neededBytes = 300 * 1024 * 1024

/** A data directory that this process alone may use until `release`; `wasLeft` when the one before was killed on it. */
export type DataDir = { readonly path: string; readonly wasLeft: boolean; release(): void }

/**
 * Makes the directory where it lacks and takes it for this process. Throws a Fault when another Muster runs on it, when
 * it cannot be written, or when its disk is full: a fresh database takes 60 MB, a build 100 MB, `freeBytes` says what is left.
 */
export function takeDataDir(directory: string, freeBytes: (path: string) => number = freeOn): DataDir {
  const path = resolve(directory)
  try {
    mkdirSync(path, { recursive: true })
    if (freeBytes(path) < neededBytes) throw new Fault(fullDisk(path))
    return { path, ...take(join(path, 'running'), path) }
  } catch (error) {
    if (error instanceof Fault) throw error
    throw (
      diskFault(wordsOf(error), path) ??
      new Fault(
        `The data directory ${path} cannot be written (${wordsOf(error)}); correct its owner, or set MUSTER_DATA_DIR to another place.`,
      )
    )
  }
}

const fullDisk = (path: string) =>
  `The disk that holds ${path} has less than ${neededBytes / 1024 / 1024} MB left; free some space (1 GB is plenty) and start again.`

function freeOn(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}

// The mark holds a process id and when that process was born: after kill -9 the id may belong to somebody else.
function take(mark: string, path: string): Omit<DataDir, 'path'> {
  const ours = `${process.pid} ${birthOf(process.pid) ?? ''}`
  const draft = `${mark}.${process.pid}`
  let wasLeft = false
  writeFileSync(draft, ours)
  try {
    for (;;) {
      try {
        linkSync(draft, mark)
        return { wasLeft, release: () => rmSync(mark, { force: true }) }
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error
      }
      const [pid = '', birth = ''] = readFileSync(mark, 'utf8').split(/ (.*)/s)
      if (birthOf(Number(pid)) === birth) {
        throw new Fault(
          `Muster already runs on the data in ${path} (process ${pid}); stop it first, or give this one its own: MUSTER_DATA_DIR=.data2 npm start.`,
        )
      }
      wasLeft = true
      rmSync(mark, { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
}
