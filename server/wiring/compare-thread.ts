import { Worker } from 'node:worker_threads'
import type { Compare } from '../coordinator/reconcile-job.ts'
import type { Compared } from '../domain/reconcile/compare-answers.ts'

export type CompareAsked = { id: number } & {
  kind: Parameters<Compare>[0]
  by: Parameters<Compare>[1]
  answers: Parameters<Compare>[2]
}
type Answered = { id: number; compared: Compared } | { id: number; failure: string }

/** Longer than this a comparison is given up; its job is tried again. */
const patienceMs = 60_000

/** Compares in a thread of its own, started at the first question; a thread that dies or hangs is replaced at the next. */
export function createCompareThread(): { compare: Compare; close: () => Promise<void> } {
  let worker: Worker | null = null
  let asked = 0
  const waiting = new Map<number, { resolve: (compared: Compared) => void; reject: (error: Error) => void }>()

  function drop(error: Error) {
    const gone = worker
    worker = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    return gone?.terminate()
  }

  function thread(): Worker {
    if (worker) return worker
    const started = new Worker(new URL('./compare-worker.mjs', import.meta.url))
    started.on('message', (answer: Answered) => {
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('compared' in answer) one?.resolve(answer.compared)
      else one?.reject(new Error(answer.failure))
    })
    started.on('error', (error) => started === worker && void drop(error))
    // A comparison under way keeps nobody from stopping.
    started.unref()
    worker = started
    return started
  }

  return {
    compare: (kind, by, answers) =>
      new Promise((resolve, reject) => {
        asked += 1
        const id = asked
        const timer = setTimeout(() => void drop(new Error('the comparison took too long')), patienceMs)
        timer.unref()
        waiting.set(id, {
          resolve: (compared) => {
            clearTimeout(timer)
            resolve(compared)
          },
          reject: (error) => {
            clearTimeout(timer)
            reject(error)
          },
        })
        thread().postMessage({ id, kind, by, answers } satisfies CompareAsked)
      }),
    close: async () => {
      await drop(new Error('the server stops'))
    },
  }
}
