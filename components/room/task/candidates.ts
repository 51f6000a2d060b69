import type { ParticipantView, TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../../server/contract/views.ts'
import { counted } from '../../../server/domain/text/counted.ts'
import { failureWords } from '../../workspace/states.ts'

type Attempt = Pick<TaskDetail['attempts'][number], 'number' | 'participantId' | 'failure' | 'match'>
type Candidate = { one: ParticipantView; score: number; why: string }

/** Everybody in the room, best first: by the last match's scores where they were scored, else by how many skills they have; who failed this very task comes last, and how is said. */
export function ranked(
  all: readonly ParticipantView[],
  task: Pick<TaskView, 'skills'>,
  attempts: readonly Attempt[],
): Candidate[] {
  const newestFirst = [...attempts].sort((a, b) => b.number - a.number)
  const match = newestFirst[0]?.match ?? null
  const known = (one: ParticipantView): Omit<Candidate, 'one'> => {
    const scored = match?.scores.find((score) => score.participantId === one.id)
    const left = match?.excluded.find((other) => other.participantId === one.id)
    const has = task.skills.filter((skill) => one.skills.includes(skill))
    const lacks = task.skills.filter((skill) => !one.skills.includes(skill))
    const fit = task.skills.length === 0 ? 0.5 : has.length / task.skills.length
    if (scored) return { score: 1 + scored.score, why: scored.reasons.join(', ') }
    if (left) return { score: fit / 10, why: left.why }
    if (one.kind === 'member') return { score: 0.4, why: 'a person' }
    return {
      score: fit,
      why: lacks.length > 0 ? `lacks ${lacks.join(', ')}` : `has ${has.join(', ') || 'no special skill'}`,
    }
  }
  return all
    .map((one) => {
      const { score, why } = known(one)
      const failed = newestFirst.filter((attempt) => attempt.participantId === one.id && attempt.failure)
      const last = failed[0]?.failure
      if (!last) return { one, score, why }
      const tries =
        failed.length > 1 ? `${counted(failed.length, 'try', 'tries')} failed here, the last: ` : 'tried it and '
      return { one, score: score - 10 * failed.length, why: `${tries}${failureWords[last]}` }
    })
    .sort((a, b) => b.score - a.score || a.one.name.localeCompare(b.one.name))
}
