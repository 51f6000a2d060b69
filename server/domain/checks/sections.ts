import { type Heading, headingsOf, plainTitle } from '../text/headings.ts'
import type { Check, Evidence } from './check.ts'
import { failed, passed, quoted, textsOf } from './read-material.ts'

/** Each required section (of the output contract, or option `sections`) is a heading with something under it. */
export const sections: Check = (material, { options }) => {
  const asked = Array.isArray(options.sections) ? options.sections.filter((title) => typeof title === 'string') : []
  const wanted = [...new Set([...(material.output?.sections ?? []), ...asked])]
  if (wanted.length === 0) return null
  const found = new Map<string, Placed[]>(wanted.map((title) => [plainTitle(title), []]))
  // Most headings are none of these: only one that holds the first word of a wanted title is read closely.
  const firstWords = [...found.keys()].map((title) => title.split(' ')[0] ?? '')
  for (const { name, mediaType, text } of textsOf(material))
    for (const heading of headingsOf(text, mediaType))
      if (firstWords.some((word) => heading.title.toLowerCase().includes(word)))
        found.get(plainTitle(heading.title))?.push({ heading, file: name })
  const evidence = wanted.map((title) => judgeSection(title, found.get(plainTitle(title)) ?? []))
  const missing = evidence.filter((each) => !each.ok)
  if (missing.length === 0) return passed(`All ${wanted.length} required sections are there and filled.`, evidence)
  return failed(`Missing or empty: ${missing.map((each) => each.label).join(', ')}.`, evidence)
}

type Placed = { heading: Heading; file: string }

function judgeSection(title: string, same: readonly Placed[]): Evidence {
  const filled = same.find(({ heading }) => /[\p{L}\p{N}]/u.test(heading.body))
  const shown = filled ?? same[0]
  if (!shown) return { label: title, detail: `No heading says ${quoted(title)}.`, ok: false }
  const where = { file: shown.file, line: shown.heading.line }
  if (!filled) return { label: title, detail: 'The heading is there, nothing stands under it.', ok: false, ...where }
  return { label: title, detail: quoted(filled.heading.body), ok: true, ...where }
}
