import type { Source } from '../checks/check.ts'
import { normalise } from '../text/normalise.ts'
import type { Sentence } from './sentences.ts'

/** The source a sentence cites: its number or link, else the source whose claim it is; null when it cites none. */
export function findSource(sentence: Sentence, sources: readonly Source[]): Source | null {
  for (const link of sentence.links) {
    const numbered = /^\d+$/.test(link) ? sources[Number(link) - 1] : sources.find(({ url }) => url === link)
    if (numbered) return numbered
    if (/^https?:/.test(link)) return { url: link, quote: '' }
  }
  if (sources.length === 0) return null
  const text = plain(sentence.text)
  return sources.find(({ claim }) => claim !== undefined && isPart(text, plain(claim))) ?? null
}

const plain = (text: string) => normalise(text).text.toLowerCase().replace(/[.!]$/, '')

const isPart = (text: string, claim: string) =>
  claim.length > 12 && (text.includes(claim) || (text.length > 12 && claim.includes(text)))
