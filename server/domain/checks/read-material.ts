import { counted } from '../text/counted.ts'
import { shorten } from '../text/lines.ts'
import type { Evidence, Finding, Material } from './check.ts'

export type ReadableText = { name: string; mediaType: string; text: string }

/** The texts a version consists of: its readable files, or the response where no file came. */
export function textsOf(material: Material): ReadableText[] {
  if (material.files.length === 0) return [{ name: 'response', mediaType: 'text/markdown', text: material.response }]
  return material.files.flatMap(({ name, mediaType, text }) =>
    text === null ? [] : [{ name, mediaType: bareType(mediaType), text }],
  )
}

/** A media type in lower case without its parameters. */
export function bareType(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase()
}

export const isMarkdown = (mediaType: string) => mediaType === 'text/markdown' || mediaType === 'text/plain'

export const passed = (summary: string, evidence: readonly Evidence[] = []): Finding => ({
  status: 'passed',
  summary,
  evidence,
})

export const failed = (summary: string, evidence: readonly Evidence[] = []): Finding => ({
  status: 'failed',
  summary,
  evidence,
})

export const unverified = (summary: string, evidence: readonly Evidence[] = []): Finding => ({
  status: 'unverified',
  summary,
  evidence,
})

/** "1 word", "2 words"; the plural may be given. */
export const count = counted

/** A name or quote inside a sentence, on one line and short. */
export const quoted = (text: string, width = 80) => `“${shorten(text, width)}”`
