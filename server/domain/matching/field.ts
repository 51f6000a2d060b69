import { type Able, answer, better, type Hindered, listed, type Match, noPlace, runnersUp } from './answer.ts'
import { type Candidate, hasSkills } from './candidate.ts'
import { isDue, ownShare, type Peers, scoreOf, Tally, type Weights, workOf } from './score.ts'

/** Whether a task could be taken at once. */
const isFree = ({ barred, free }: Candidate): boolean => barred === null && free > 0

type Entry = { candidate: Candidate; free: boolean; own: number; work: number }

/**
 * Those fit for one set of skills, asked again and again for tasks that nobody has tried: the same answers as `match`
 * at the price of one look along the list, with places counted down in between.
 */
export class Field {
  private readonly entries: Entry[]
  private readonly tally = new Tally()

  constructor(
    candidates: readonly Candidate[],
    private readonly skills: readonly string[],
    private readonly weights: Weights,
  ) {
    this.entries = candidates
      .filter((candidate) => hasSkills(candidate.skills, skills))
      .map((candidate) => this.entryOf(candidate))
    for (const entry of this.entries) if (entry.free) this.tally.add(entry.candidate, entry.work)
  }

  // Who cannot take a task now is not weighed.
  private entryOf(candidate: Candidate): Entry {
    const free = isFree(candidate)
    return {
      candidate,
      free,
      own: free ? ownShare(candidate, this.weights) : 0,
      work: free ? workOf(candidate) : 0,
    }
  }

  get size(): number {
    return this.entries.length
  }

  /** Whether anybody could take a task at once. */
  hasPlace(): boolean {
    return this.entries.some(({ free }) => free)
  }

  /** Of those who are fit, the first in the way of something other than a lack of places, when that is all of them. */
  allBarred(): Candidate | null {
    const [first] = this.entries
    return first && this.entries.every(({ candidate }) => candidate.barred !== null) ? first.candidate : null
  }

  choose(): Match {
    const peers = this.tally.peers()
    const best: Able[] = []
    const hindered: Hindered[] = []
    let able = 0
    for (const entry of this.entries) {
      if (entry.free) {
        able += 1
        this.place(best, entry, peers)
        continue
      }
      const { candidate } = entry
      // Once somebody is found, nobody reads on.
      if (best.length === 0 || hindered.length < listed)
        hindered.push({ candidate, why: candidate.barred ?? noPlace, final: false })
    }
    return answer({ skills: this.skills, best, able, peers, hindered })
  }

  /** Puts one who is able among the best, where there is room for it. */
  private place(best: Able[], { candidate, own, work }: Entry, peers: Peers) {
    const score = scoreOf(candidate, own, work, peers, this.weights)
    const due = isDue(candidate, work, peers, this.weights)
    const last = best[runnersUp]
    if (last && !due && score < last.score) return
    const one: Able = { candidate, score, failedBefore: 0, knows: false, due, fit: null }
    let place = best.length
    for (let above = best[place - 1]; above && better(one, above) < 0; above = best[place - 1]) place -= 1
    if (place > runnersUp) return
    best.splice(place, 0, one)
    if (best.length > 1 + runnersUp) best.pop()
  }

  /** A participant has fewer places free now. */
  setFree(participantId: string, free: number) {
    const at = this.entries.findIndex(({ candidate }) => candidate.participantId === participantId)
    const before = this.entries[at]
    if (!before) return
    const after = this.entryOf({ ...before.candidate, free })
    if (before.free) this.tally.add(before.candidate, before.work, -1)
    if (after.free) this.tally.add(after.candidate, after.work)
    this.entries[at] = after
  }
}
