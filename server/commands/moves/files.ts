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
  'text/uri-list': 'url',
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

type Part = ArtifactInput['parts'][number]

/** Turns delivered artifacts into files, in their order. Bytes are decoded once, before the transaction. */
export function filesOf(hash: (bytes: Uint8Array) => string, artifacts: readonly ArtifactInput[]): FilesRead {
  const read: FilesRead = { files: [], contents: [], texts: new Map() }
  for (const [i, artifact] of artifacts.entries()) {
    const label = artifact.name ?? artifact.artifactId ?? `result-${i + 1}`
    for (const [n, part] of artifact.parts.entries()) {
      const { mediaType, bytes } = bytesOf(part)
      const named = part.filename ?? (artifact.parts.length > 1 ? `${label}-${n + 1}` : label)
      read.files.push(fileOf(hash, withExtension(named, mediaType), mediaType, bytes, read))
    }
  }
  return read
}

/** The bytes of one part; without a media type of its own, the one that its kind of content suggests. */
function bytesOf({ text, raw, data, url, mediaType }: Part): { mediaType: string; bytes: Uint8Array } {
  if (url !== undefined) return { mediaType: 'text/uri-list', bytes: Buffer.from(url, 'utf8') }
  if (text !== undefined)
    return { mediaType: plainType(mediaType ?? 'text/markdown'), bytes: Buffer.from(text, 'utf8') }
  if (raw !== undefined)
    return { mediaType: plainType(mediaType ?? 'application/octet-stream'), bytes: Buffer.from(raw, 'base64') }
  return {
    mediaType: plainType(mediaType ?? 'application/json'),
    bytes: Buffer.from(JSON.stringify(data, null, 2), 'utf8'),
  }
}

function withExtension(name: string, mediaType: string): string {
  const extension = extensions[mediaType]
  return extension && !/\.[a-z0-9]{1,6}$/i.test(name) ? `${name}.${extension}` : name
}

/** The hash that names a version: its one file's, or that of the list of its files. */
export const versionHash = (hash: (text: string) => string, files: readonly VersionFile[]): string =>
  files.length === 1 && files[0]
    ? files[0].sha256
    : hash(JSON.stringify(files.map(({ name, sha256 }) => [name, sha256])))
