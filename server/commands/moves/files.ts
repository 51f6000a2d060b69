import type { ArtifactInput } from '../../contract/commands/room.ts'
import type { VersionFile } from '../../domain/version.ts'
import type { Content } from '../../store/records.ts'

/** Texts up to this many characters travel inside assignments; larger ones as links. */
export const inlineLimit = 2000
const decoder = new TextDecoder('utf-8', { fatal: true })

export type FilesRead = { files: VersionFile[]; contents: Content[]; texts: Map<string, string> }

/** A file name that is safe to show, store and send: no path, no control characters, at most 120 characters. */
export function safeName(name: string): string {
  const base = name.split(/[\\/]/).pop() ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
  const plain = base.replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return (plain.replace(/^\.+/, '') || 'untitled').slice(0, 120)
}

const extensions: Record<string, string> = {
  'text/markdown': 'md',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'application/json': 'json',
}
const plainType = (mediaType: string): string => mediaType.split(';')[0]?.trim().toLowerCase() ?? mediaType

/** One file from bytes: hash, size, and the text when it is small. */
export function fileOf(
  hash: (bytes: Uint8Array) => string,
  name: string,
  mediaType: string,
  bytes: Uint8Array,
  into: FilesRead,
): VersionFile {
  const sha256 = hash(bytes)
  const text = textOf(mediaType, bytes)
  if (text !== null) into.texts.set(sha256, text)
  into.contents.push({ sha256, bytes })
  return {
    name: safeName(name),
    mediaType,
    sha256,
    size: bytes.length,
    ...(text !== null && text.length <= inlineLimit ? { text } : {}),
  }
}

/** The text of bytes when their type is textual and they are UTF-8; null otherwise. */
export function textOf(mediaType: string, bytes: Uint8Array): string | null {
  if (!/^text\/|json|xml|javascript|markdown|csv|yaml/.test(mediaType)) return null
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** Turns delivered artifacts into files, in their order. Bytes are decoded once, before the transaction. */
export function filesOf(hash: (bytes: Uint8Array) => string, artifacts: readonly ArtifactInput[]): FilesRead {
  const read: FilesRead = { files: [], contents: [], texts: new Map() }
  for (const [i, artifact] of artifacts.entries()) {
    const label = artifact.name ?? artifact.artifactId ?? `result-${i + 1}`
    for (const [n, part] of artifact.parts.entries()) {
      const many = artifact.parts.length > 1
      if (part.url !== undefined) {
        const bytes = Buffer.from(part.url, 'utf8')
        read.files.push(fileOf(hash, part.filename ?? `${label}.url`, 'text/uri-list', bytes, read))
        continue
      }
      const mediaType = plainType(
        part.mediaType ??
          (part.data !== undefined
            ? 'application/json'
            : part.raw !== undefined
              ? 'application/octet-stream'
              : 'text/markdown'),
      )
      const bytes =
        part.text !== undefined
          ? Buffer.from(part.text, 'utf8')
          : part.raw !== undefined
            ? Buffer.from(part.raw, 'base64')
            : Buffer.from(JSON.stringify(part.data, null, 2), 'utf8')
      const extension = extensions[mediaType]
      const named = part.filename ?? (many ? `${label}-${n + 1}` : label)
      const name = extension && !/\.[a-z0-9]{1,6}$/i.test(named) ? `${named}.${extension}` : named
      read.files.push(fileOf(hash, name, mediaType, bytes, read))
    }
  }
  return read
}

/** The hash that names a version: its one file's, or that of the list of its files. */
export const versionHash = (hash: (text: string) => string, files: readonly VersionFile[]): string =>
  files.length === 1 && files[0]
    ? files[0].sha256
    : hash(JSON.stringify(files.map(({ name, sha256 }) => [name, sha256])))
