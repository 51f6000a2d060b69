import { type Heading, headingsOf, plainTitle } from '../text/headings.ts'
import type { Check, Evidence } from './check.ts'
import { failed, passed, quoted, textsOf } from './read-material.ts'

/** Each required section (of the output contract, or option `sections`) is a heading with something under it. */
export const sections: Check = (material, { options }) => {
  const asked = Array.isArray(options.sections) ? options.sections.filter((title) => typeof title === 'string') : []
  const wanted = [...new Set([...(material.output?.sections ?? []), ...asked])]
  if (wanted.length === 0) return null
  const found = textsOf(material).flatMap(({ name, mediaType, text }) =>
    headingsOf(text, mediaType).map((heading) => ({ ...heading, file: name })),
  )
  const evidence = wanted.map((title) => judgeSection(title, found))
  const missing = evidence.filter((each) => !each.ok)
  if (missing.length === 0) return passed(`All ${wanted.length} required sections are there and filled.`, evidence)
  return failed(`Missing or empty: ${missing.map((each) => each.label).join(', ')}.`, evidence)
}

function judgeSection(title: string, headings: readonly (Heading & { file: string })[]): Evidence {
  const same = headings.filter((heading) => plainTitle(heading.title) === plainTitle(title))
  const filled = same.find((heading) => /[\p{L}\p{N}]/u.test(heading.body))
  const heading = filled ?? same[0]
  if (!heading) return { label: title, detail: `No heading says ${quoted(title)}.`, ok: false }
  const where = { file: heading.file, line: heading.line }
  if (!filled) return { label: title, detail: 'The heading is there, nothing stands under it.', ok: false, ...where }
  return { label: title, detail: quoted(heading.body), ok: true, ...where }
}
