import { mostPoints, tooLargeToDraw } from '../../domain/picture.ts'
import { decodeText } from './charset.ts'
import { parseCsv } from './csv.ts'
import { htmlToText } from './html-text.ts'
import { binaryType, promisesText, textType } from './media-type.ts'
import { cleanName } from './names.ts'

/** The largest file that is taken: 10 MiB, as for an artifact in the contract with agents. */
export const fileLimit = 10 * 1024 * 1024

/** A file as it was understood; `text` is what can be read in it (of a web page its words), null where nothing can. */
export type ReadFile = { name: string; mediaType: string; text: string | null; warnings: string[] }

/** Why a file is not taken, as a sentence for the person who sent it. */
export type FileRefusal = { refusal: string }

/** Understands a file by its content; the name and the declared type only break ties. */
export function readFile(file: { name: string; declaredType: string; bytes: Uint8Array }): ReadFile | FileRefusal {
  const { bytes } = file
  const name = cleanName(file.name)
  const [declaredType = '', ...parameters] = file.declaredType
    .slice(0, 500)
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  if (bytes.byteLength > fileLimit)
    return { refusal: `“${name}” is ${megabytes(bytes.byteLength)}; the most is 10 MB. Send a smaller file or a link.` }
  if (bytes.byteLength === 0) return { refusal: `“${name}” is empty.` }

  const binary = binaryType(name, bytes)
  const decoded = binary ? null : decodeText(bytes, charsetOf(parameters))
  if (!decoded) {
    if (promisesText(name, declaredType))
      return {
        refusal: `“${name}” should be text but is ${binary?.label ?? 'binary'}. Save it as text, or send it under its right name.`,
      }
    const mediaType = binary?.type ?? 'application/octet-stream'
    if (tooLargeToDraw(bytes))
      return {
        refusal: `“${name}” is a picture of more than ${mostPoints / 1_000_000} million points, too many to show. Send a smaller one.`,
      }
    // Archives stay closed: nothing in them is unpacked, listed or followed.
    return { name, mediaType, text: null, warnings: ['Its content is not read: no check can look inside.'] }
  }
  return readText(name, declaredType, decoded.text.replace(/^\ufeff/, ''), decoded.warnings)
}

function readText(name: string, declaredType: string, text: string, warnings: readonly string[]): ReadFile {
  const mediaType = textType(name, declaredType, text)
  if (mediaType === 'text/html') return { name, mediaType, text: htmlToText(text), warnings: [...warnings] }
  if (mediaType === 'text/csv' || mediaType === 'text/tab-separated-values')
    return { name, mediaType, text, warnings: [...warnings, ...parseCsv(text).problems] }
  const broken = mediaType === 'application/json' ? jsonProblem(text) : null
  if (broken)
    return {
      name,
      mediaType: 'text/plain',
      text,
      warnings: [...warnings, `It is not valid JSON and was taken as plain text: ${broken}.`],
    }
  return { name, mediaType, text, warnings: [...warnings] }
}

function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'it does not parse'
  }
}

const charsetOf = (parameters: readonly string[]) =>
  parameters.map((part) => /^charset="?([\w.:-]{1,40})"?$/.exec(part)?.[1]).find((charset) => charset !== undefined)

const megabytes = (bytes: number) => `${(bytes / (1024 * 1024)).toFixed(1)} MB`
