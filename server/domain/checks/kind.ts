import type { Check, MaterialFile } from './check.ts'
import { bareType, failed, passed, quoted } from './read-material.ts'

const prose = ['text/markdown', 'text/plain', 'text/html', 'application/pdf']
const officeType = (part: string) => `application/vnd.openxmlformats-officedocument.${part}`

// What each promised kind may come as; a kind that is not listed promises no media type.
const typesOf: Readonly<Record<string, readonly string[]>> = {
  document: [...prose, officeType('wordprocessingml.document')],
  report: [...prose, officeType('wordprocessingml.document')],
  website: ['text/html'],
  slides: [
    'text/markdown',
    'text/html',
    'application/json',
    'application/pdf',
    officeType('presentationml.presentation'),
  ],
  spreadsheet: ['text/csv', 'text/tab-separated-values', 'application/json', officeType('spreadsheetml.sheet')],
  patch: ['text/x-diff', 'text/x-patch', 'text/plain', 'text/markdown'],
}

// Any plain text is well-formed markdown, and a diff may be called by either name.
const alsoCounts: Readonly<Record<string, readonly string[]>> = {
  'text/markdown': ['text/plain', 'text/x-markdown'],
  'text/plain': ['text/markdown'],
  'text/x-diff': ['text/x-patch', 'text/plain'],
  'text/x-patch': ['text/x-diff', 'text/plain'],
}

/** What came is of the promised media type and kind, judged by content where content tells. */
export const kind: Check = ({ files, response, output }) => {
  const wantedType = output?.mediaType ? bareType(output.mediaType) : null
  const wantedKind = output?.kind?.toLowerCase()
  if (!wantedType && !wantedKind) return null
  const came: readonly MaterialFile[] = files.length > 0 ? files : [responseFile(response)]
  const evidence = came.map((file) => {
    const problem = mismatch(file, wantedType, wantedKind)
    return {
      label: file.name,
      detail: problem ?? `It is ${bareType(file.mediaType)}.`,
      ok: problem === null,
      file: file.name,
    }
  })
  const promised = [output?.kind, wantedType && `as ${wantedType}`].filter(Boolean).join(' ')
  if (evidence.some((each) => each.ok)) return passed(`The promised ${promised} came.`, evidence)
  return failed(`A ${promised} was promised: ${evidence[0]?.detail ?? 'nothing came.'}`, evidence)
}

const responseFile = (text: string): MaterialFile => ({
  name: 'response',
  mediaType: /^\s*[[{]/.test(text) && parses(text) ? 'application/json' : 'text/markdown',
  text,
  sha256: '',
  size: text.length,
})

function mismatch(file: MaterialFile, wantedType: string | null, wantedKind: string | undefined): string | null {
  const type = bareType(file.mediaType)
  const accepted = wantedType ? [wantedType, ...(alsoCounts[wantedType] ?? [])] : typesOf[wantedKind ?? '']
  if (accepted && !accepted.includes(type)) return `${quoted(file.name)} is ${type}.`
  if (wantedKind === 'patch' && file.text !== null && !/^(?:diff --git |@@ -\d|--- )/m.test(file.text))
    return `${quoted(file.name)} holds no change: no diff header and no hunk.`
  if (type === 'application/json' && file.text !== null && !parses(file.text))
    return `${quoted(file.name)} is not valid JSON.`
  return null
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
