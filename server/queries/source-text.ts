import type { SourceView } from '../contract/views.ts'
import type { Actor } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { findGoalInput, findRoomFile, findVersion } from '../store/reads/version.ts'
import { inputReader } from './standing.ts'
import { bytesOf, fileOf, type StoredFile, textOf } from './version-text.ts'

/** What a claim cites, as text: a room file, a goal's input or a version of that room. */
export async function sourceText(actor: Actor, roomId: string, inputId: string): Promise<SourceView | null> {
  if (!(await inputReader(actor, { roomId }, inputId))) return null
  const file = await findInput(roomId, inputId)
  return file && { id: inputId, name: file.name, mediaType: file.mediaType, text: await textOf(sharedPool(), file) }
}

async function findInput(roomId: string, inputId: string): Promise<StoredFile | null> {
  const pool = sharedPool()
  const file = await findRoomFile(pool, roomId, inputId)
  if (file) return { ...file, text: file.text ?? undefined }
  const input = await findGoalInput(pool, roomId, inputId)
  if (input) return input
  const version = await findVersion(pool, inputId)
  return version?.roomId === roomId ? fileOf(version, null) : null
}

export type FileBytes = { name: string; mediaType: string; bytes: Uint8Array }

/** The bytes of a file that somebody attached to a room. */
export async function roomFileBytes(actor: Actor, roomId: string, fileId: string): Promise<FileBytes | null> {
  if (!(await inputReader(actor, { roomId }, fileId))) return null
  const file = await findRoomFile(sharedPool(), roomId, fileId)
  const bytes = file && (await bytesOf(sharedPool(), { sha256: file.sha256 }))
  if (!file) return null
  // A text file may be kept beside its row alone.
  const kept = bytes ?? (file.text === null ? null : Buffer.from(file.text))
  return kept && { name: file.name, mediaType: file.mediaType, bytes: kept }
}

/** The bytes of one file of a version, the main one unless named; for people of the room and agents whose input it is. */
export async function versionBytes(
  actor: Actor,
  versionId: string,
  fileName: string | null,
): Promise<FileBytes | null> {
  if (!(await inputReader(actor, { versionId }, versionId))) return null
  const version = await findVersion(sharedPool(), versionId)
  const file = version && fileOf(version, fileName)
  const bytes = file && (await bytesOf(sharedPool(), file))
  return file && bytes && { name: file.name, mediaType: file.mediaType, bytes }
}
