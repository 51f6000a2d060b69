import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { ProfileName } from './torment.ts'

/** One seed that failed, with what it said. */
export type Failed = { seed: number; profile: ProfileName | undefined; lines: string[] }
/** What a range of seeds came to. */
export type Outcome = { seeds: number; commits: number; failed: Failed[]; counts: Map<string, number>; seconds: number }
export type Range = {
  from: number
  count: number
  profile?: ProfileName | undefined
  jobs?: number
  stopAfter?: number
  /** Hears now and then what the range has come to so far. */
  onProgress?: ((outcome: Outcome) => void) | undefined
}
/** What a worker is asked and what it says. */
export type Share = { from: number; count: number; step: number; profile?: ProfileName | undefined; stopAfter: number }
export type Word =
  | { kind: 'failed'; failed: Failed }
  | { kind: 'played'; seeds: number }
  | { kind: 'done'; commits: number; counts: [string, number][] }

const worker = fileURLToPath(new URL('simulate-worker.ts', import.meta.url))
const kept = new URL('regressions.json', import.meta.url)

/** The line that plays a failed seed again. */
export const replayLine = ({ seed, profile }: Pick<Failed, 'seed' | 'profile'>): string =>
  `npm run simulate -- --seed ${seed}${profile ? ` --profile ${profile}` : ''}`

/** Seeds that once failed. */
export const regressions = (): { seed: number; profile?: ProfileName }[] => JSON.parse(readFileSync(kept, 'utf8'))
export const regressionsFile = fileURLToPath(kept)

/** Plays a range of seeds in as many processes as there are cores; fewer seeds than asked when too many fail. */
export async function simulateRange(range: Range): Promise<Outcome> {
  const { from, count, profile, jobs = availableParallelism(), stopAfter = 5, onProgress } = range
  const begun = performance.now()
  const outcome: Outcome = { seeds: 0, commits: 0, failed: [], counts: new Map(), seconds: 0 }
  const shares = Array.from({ length: Math.min(jobs, count) }, (_, i): Share => {
    return { from: from + i, count: Math.ceil((count - i) / jobs), step: jobs, profile, stopAfter }
  })
  await Promise.all(
    shares.map((share) =>
      play(share, outcome, () => {
        outcome.seconds = (performance.now() - begun) / 1000
        onProgress?.(outcome)
      }),
    ),
  )
  outcome.seconds = (performance.now() - begun) / 1000
  outcome.failed.sort((a, b) => a.seed - b.seed)
  return outcome
}

function play(share: Share, outcome: Outcome, onProgress: () => void): Promise<void> {
  // Young objects die young here: a large nursery saves a tenth of the time.
  const execArgv = ['--max-semi-space-size=64', '--import', import.meta.resolve('tsx')]
  const child = fork(worker, [JSON.stringify(share)], { execArgv })
  let done = false
  child.on('message', (word: Word) => {
    if (word.kind === 'failed') outcome.failed.push(word.failed)
    else if (word.kind === 'played') outcome.seeds += word.seeds
    else {
      done = true
      outcome.commits += word.commits
      for (const [what, times] of word.counts) outcome.counts.set(what, (outcome.counts.get(what) ?? 0) + times)
    }
    onProgress()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => (done ? resolve() : reject(new Error(`a process of the simulator ended with ${code}`))))
  })
}
