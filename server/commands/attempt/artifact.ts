import type { ArtifactInput } from '../../contract/commands/room.ts'
import { refuse } from '../../contract/problems.ts'
import { type Command, done } from '../kit.ts'
import { goRound } from '../moves/circles.ts'
import { type FilesRead, filesOf } from '../moves/files.ts'
import { agentActor, currentAttempt, touch } from '../moves/report.ts'

type Input = { attemptId: string; artifactId: string; artifact: ArtifactInput }
const artifactLimit = 20
/** agent-protocol.md 3: 10 MiB an artifact, all its parts together. */
const bytesLimit = 10 * 1024 * 1024
const tooLarge = refuse(
  'too_large',
  'An artifact may have at most 10 MiB. Leave out what nobody needs, or use several.',
)
const sizeOf = (files: readonly { size: number }[]): number => files.reduce((sum, file) => sum + file.size, 0)

/** Saves draft output, kept even if the attempt dies. `append` adds parts to what is there. */
export const saveArtifact: Command<
  Input,
  { artifactId: string; files: { name: string; sha256: string; size: number }[] },
  FilesRead
> = {
  name: 'attempt.artifact',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  prepare({ artifact, artifactId }, ports) {
    const read = filesOf(ports.hash, [{ artifactId, ...artifact }])
    return sizeOf(read.files) > bytesLimit ? tooLarge : read
  },
  run(unit, { actor, input, prepared, commandId }) {
    const current = currentAttempt(unit, actor, input.attemptId, 'artifact', {
      artifactId: input.artifactId,
      files: prepared.files,
    })
    if (!current.ok) return current
    const { attempt } = current
    const id = `${attempt.id}:${input.artifactId}`
    const before = unit.get('artifact', id)
    if (!before && unit.tables.artifact.by('attempt', attempt.id).length >= artifactLimit)
      return refuse(
        'limit_reached',
        `${artifactLimit} artifacts per attempt are the limit. Replace one of them, or put parts together.`,
      )
    const files = input.artifact.append && before ? [...before.files, ...prepared.files] : prepared.files
    if (sizeOf(files) > bytesLimit) return tooLarge
    unit.appends.contents.push(...prepared.contents)
    const row = {
      id,
      roomId: unit.laneId,
      goalId: attempt.goalId,
      attemptId: attempt.id,
      artifactId: input.artifactId,
      name: input.artifact.name ?? input.artifactId,
      files,
      complete: input.artifact.lastChunk ?? !input.artifact.append,
      updatedAt: unit.now,
    }
    if (before) unit.update('artifact', id, row)
    else unit.insert('artifact', row)
    const touched =
      attempt.status === 'submitted'
        ? null
        : touch(unit, attempt, { working: true, moved: true, note: `draft saved: ${row.name}` })
    unit.emit(
      'artifact.saved',
      agentActor(unit, attempt),
      { attemptId: attempt.id, taskId: attempt.taskId, artifactId: input.artifactId },
      commandId,
    )
    // The same bytes saved over and over are no progress; a draft that grows is, and so is another one.
    if (touched) goRound(unit, touched, [input.artifactId, ...row.files.map((file) => file.sha256)].join(' '))
    return done({
      artifactId: input.artifactId,
      files: row.files.map(({ name, sha256, size }) => ({ name, sha256, size })),
    })
  },
}
