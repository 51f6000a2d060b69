import type { Expectation, ShadowChoice, ShadowReport } from '../contract/shadow.ts'
import type { Candidate } from '../domain/matching/candidate.ts'
import { Replay, type Replayed } from '../domain/matching/replay.ts'
import { acceptanceOf, defaultWeights, type GivenWeights, sharesOf, type Weights } from '../domain/matching/score.ts'
import type { Actor } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { atOneMoment } from '../store/reads/reader.ts'
import { readShadow, type ShadowRows } from '../store/reads/shadow.ts'
import { factsOf } from './shadow-facts.ts'
import { roomPerson } from './standing.ts'

/** What the matcher would have done on a goal with other weights; null for who may not read the goal's room. */
export async function goalShadow(
  actor: Actor,
  goalId: string,
  given: GivenWeights | undefined,
): Promise<ShadowReport | null> {
  if (!(await roomPerson(actor, { goalId }))) return null
  const rows = await atOneMoment(sharedPool(), (reader) => readShadow(reader, goalId))
  return rows && shadowOf(rows, given)
}

/** The report over what the tables say. Each hand-out is chosen again in the state in which it really was. */
export function shadowOf(rows: ShadowRows, given: GivenWeights | undefined): ShadowReport {
  const used = sharesOf(rows.goal.matching.weights) ?? defaultWeights
  const compared: Weights = given ? (sharesOf(given) ?? defaultWeights) : used
  const facts = factsOf(rows)
  const asUsed = new Replay(used).play(facts)
  const replayed = given ? new Replay(compared).play(facts) : asUsed
  const tasks = new Map(rows.tasks.map((task) => [task.id, task]))
  const lines = replayed.flatMap((one): ShadowReport['tasks'] => {
    const { attempt, found, candidates } = one
    const task = tasks.get(attempt.taskId)
    if (!task) return []
    const choice = (participantId: string): ShadowChoice => {
      const candidate = candidates.find((each) => each.participantId === participantId)
      return {
        participantId,
        name: candidate?.name ?? 'somebody else',
        expected: candidate ? expectationOf(candidate) : null,
      }
    }
    const { id: taskId, number, key, title } = task
    return [
      {
        ...{ taskId, number, key, title },
        attemptId: attempt.id,
        attempt: attempt.number,
        at: attempt.offeredAt,
        same: isSame(one),
        used: choice(attempt.participantId),
        compared: found.kind === 'matched' ? choice(found.participantId) : null,
        reason: found.kind === 'matched' ? found.record.reason : found.reason,
      },
    ]
  })
  const same = lines.filter((line) => line.same).length
  const nobody = lines.filter((line) => line.compared === null).length
  return {
    goalId: rows.goal.id,
    title: rows.goal.title,
    used,
    compared,
    handOuts: lines.length,
    same,
    elsewhere: lines.length - same - nobody,
    nobody,
    rebuilt: asUsed.length === 0 ? 1 : asUsed.filter(isSame).length / asUsed.length,
    expected: {
      accepted: sumOf(lines, (one) => one.acceptance),
      costUsd: sumOf(lines, (one) => one.costUsd),
      ms: sumOf(lines, (one) => one.ms),
    },
    tasks: lines,
  }
}

const isSame = ({ attempt, found }: Replayed): boolean =>
  found.kind === 'matched' && found.participantId === attempt.participantId

const expectationOf = (candidate: Candidate): Expectation => ({
  acceptance: acceptanceOf(candidate),
  costUsd: candidate.costUsd,
  ms: candidate.meanMs,
})

function sumOf(lines: ShadowReport['tasks'], figure: (one: Expectation) => number | null) {
  const sum = { used: 0, compared: 0, of: 0 }
  for (const line of lines) {
    const was = line.used.expected && figure(line.used.expected)
    const would = line.compared?.expected && figure(line.compared.expected)
    if (typeof was !== 'number' || typeof would !== 'number') continue
    sum.used += was
    sum.compared += would
    sum.of += 1
  }
  return sum
}
