import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { allow, type Command, done, type Ports, tell } from '../kit.ts'
import { inlineLimit, safeName } from '../moves/files.ts'

/** 10 MiB a file (reliability.md 4.5). */
export const fileLimit = 10 * 1024 * 1024
/** `warnings` say in sentences what is odd about a file that was taken all the same: rows of a table that do not fit, by number. */
type Attached = { fileId: string; name: string; mediaType: string; size: number; sha256: string; warnings: string[] }
type Prepared = Omit<Attached, 'fileId' | 'size'> & { text: string | null; bytes: Uint8Array }

/** Attaches a file to the room. The type is judged by content; what cannot be read is refused with the reason. */
export const attachFile: Command<ParsedInput<'file.attach'>, Attached, Prepared> = {
  name: 'file.attach',
  lane: ({ roomId }) => ({ lane: roomId }),
  prepare: (input, ports) =>
    readAttachment(
      ports,
      input.name,
      input.mediaType,
      input.text !== undefined ? Buffer.from(input.text, 'utf8') : Buffer.from(input.base64 ?? '', 'base64'),
    ),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'file.attach')
    if (!allowed.ok) return allowed
    const { name, mediaType, text, bytes, sha256, warnings } = call.prepared
    unit.appends.contents.push({ sha256, bytes })
    const file = unit.insert('room_file', {
      id: unit.newId(),
      roomId: unit.laneId,
      name,
      mediaType,
      sha256,
      size: bytes.length,
      text: text !== null && text.length <= inlineLimit ? text : null,
      uploadedBy: allowed.member.id,
      createdAt: unit.now,
    })
    tell(unit, call, 'file.attached', { fileId: file.id, name })
    return done({ fileId: file.id, name, mediaType, size: bytes.length, sha256, warnings })
  },
}

export function readAttachment(
  ports: Ports,
  givenName: string,
  declaredType: string | undefined,
  bytes: Uint8Array,
): Prepared | Refusal {
  const name = safeName(givenName)
  if (bytes.length > fileLimit)
    return refuse(
      'too_large',
      `${name} has ${(bytes.length / 1024 / 1024).toFixed(1)} MiB; 10 MiB is the limit. Split it, or attach the part that matters.`,
    )
  const read = ports.readFile({ name, declaredType, bytes })
  if (!read.ok) return refuse(read.code, read.detail)
  const { mediaType, text, warnings } = read
  return { name: read.name, mediaType, text, bytes, sha256: ports.hash(bytes), warnings }
}
