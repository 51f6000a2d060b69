import type { Version } from '../domain/version.ts'
import { findContent } from '../store/reads/content.ts'
import type { Reader } from '../store/reads/reader.ts'

/** A file with where its bytes are: beside the row when they are short text, else by hash. */
export type StoredFile = { name: string; mediaType: string; size: number; sha256: string; text?: string | undefined }

/** The files of a version, the main one first; where no file came, the response is one. */
function filesOf({ files, response, sha256 }: Version): StoredFile[] {
  if (files.length > 0) return files
  return [
    { name: 'response.md', mediaType: 'text/markdown', size: Buffer.byteLength(response), sha256, text: response },
  ]
}

/** The file of a version by name, or its main file; null: no such file. */
export function fileOf(version: Version, name: string | null): StoredFile | null {
  const files = filesOf(version)
  return (name === null ? files[0] : files.find((file) => file.name === name)) ?? null
}

/** The bytes of a file; null when they are no longer kept. */
export const bytesOf = async (reader: Reader, file: Pick<StoredFile, 'sha256' | 'text'>): Promise<Uint8Array | null> =>
  file.text === undefined ? findContent(reader, file.sha256) : Buffer.from(file.text)

const textual = /^(text\/|application\/(json|xml|yaml|x-yaml|javascript|sql|x-sh)\b|[\w.+-]+\/[\w.+-]+\+(json|xml)\b)/i

/** A media type in lower case without its parameters. */
export const bareType = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase()

/** The text of a file; null when it is not text or its bytes are no longer kept. */
export async function textOf(
  reader: Reader,
  file: Pick<StoredFile, 'mediaType' | 'sha256' | 'text'>,
): Promise<string | null> {
  if (file.text !== undefined) return file.text
  if (!textual.test(file.mediaType)) return null
  const bytes = await findContent(reader, file.sha256)
  return bytes && new TextDecoder('utf-8').decode(bytes)
}
