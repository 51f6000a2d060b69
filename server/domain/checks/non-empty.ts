import { headingsOf } from '../text/headings.ts'
import type { Check, Evidence, Material } from './check.ts'
import { count, failed, isMarkdown, passed, quoted, type ReadableText, textsOf } from './read-material.ts'

// Words of which an empty claim of completion is made: "All done.", "The task is completed successfully."
const filler = new Set(
  `a above all already and as assigned attached been below complete completed completely delivered deliverable document done
  everything final finish finished fully good has have here i is it looks me my n na null now of ok okay output please ready
  report requested response result results see submitted success successful successfully sure task tbd thank thanks that the
  this undefined was we work you your`
    .split(/\s+/)
    .filter(Boolean),
)

/** The version has substance: not empty, not white space, not headings alone, not just "Done." */
export const nonEmpty: Check = (material) => {
  if (material.files.length === 0 && !material.response.trim())
    return failed('Nothing was delivered: no file and no text.')
  const texts = textsOf(material)
  const hollow = texts.flatMap((text) => {
    const why = hollowness(text, material)
    return why ? [{ text, why }] : []
  })
  const emptyBytes = material.files.filter((file) => file.text === null && file.size === 0)
  const whole = texts.length + material.files.filter((file) => file.text === null).length
  const evidence: Evidence[] = [
    ...hollow.map(({ text, why }) => ({ label: text.name, detail: why, ok: false, file: text.name })),
    ...emptyBytes.map(({ name }) => ({ label: name, detail: 'The file has no bytes.', ok: false, file: name })),
  ]
  if (evidence.length < whole)
    return passed(
      evidence.length ? `There is content; ${count(evidence.length, 'file')} without any.` : 'There is content.',
      evidence,
    )
  return failed(
    whole === 1 ? (evidence[0]?.detail ?? 'There is no content.') : 'None of the files has content.',
    evidence,
  )
}

/** Why a text says nothing, as a sentence, or null when it says something. */
function hollowness({ text, mediaType }: ReadableText, material: Material): string | null {
  if (!text.trim()) return 'The text is empty.'
  if (text.length > 20_000) return null
  if (material.output?.schema !== undefined && /json/.test(mediaType)) return null
  const body = isMarkdown(mediaType) ? withoutHeadings(text) : text
  if (!body.trim()) return 'There are only headings, nothing under them.'
  const words = body.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return `The text is only ${quoted(text.trim(), 20)}.`
  if (words.length <= 15 && words.every((word) => filler.has(word)))
    return `The text only says ${quoted(text.trim(), 60)}, which is not the work itself.`
  return null
}

function withoutHeadings(text: string): string {
  const headings = headingsOf(text)
  if (headings.length === 0) return text
  const before = text.split('\n', (headings[0]?.line ?? 1) - 1).join('\n')
  return [before, ...headings.map((heading) => heading.body)].join('\n')
}
