import { shorten } from '../text/lines.ts'
import type { Check, Evidence, GivenEvidence, Material } from './check.ts'
import { bareType, count, failed, isMarkdown, passed, quoted, unverified } from './read-material.ts'

const claim =
  /\b(?:tests?|test suite|specs?)\b[^.\n]{0,60}\b(?:pass(?:es|ed|ing)?|green|succeed(?:s|ed)?)\b|\b(?:passing|green)\b[^.\n]{0,20}\btests?\b/gi
const denied =
  /\b(?:not|never|no|cannot|can't|don't|didn't|doesn't|won't|fail(?:s|ed|ing)?|should|would|until|if|once|whether)\b/i
const failures = /\b[1-9]\d{0,8} (?:tests? )?(?:failed|failing|failures?)\b|\b(?:failed|failures?)[:=] ?[1-9]/i

/** A claim that tests passed rests on evidence made for exactly these bytes: named hash, passed, with its output. */
export const evidence: Check = (material, { asked }) => {
  const claimed = claimIn(material)
  if (!claimed && !asked) return null
  const judged = material.evidence.map((each) => judgeEvidence(each, material))
  const says = claimed ? `It says ${quoted(claimed)}` : 'Evidence was asked for'
  const required = { required: true }
  const wrong = judged.find((each) => each.status === 'failed')
  if (wrong) return { ...failed(`${says}, but ${lowerFirst(wrong.detail)}`, judged), ...required }
  if (judged.length === 0) return { ...unverified(`${says}, but no evidence came with it.`), ...required }
  const proven = judged.filter((each) => each.status === 'passed')
  if (proven.length === 0)
    return { ...unverified(`${says}, but ${lowerFirst(judged[0]?.detail ?? '')}`, judged), ...required }
  return { ...passed(`${count(proven.length, 'piece')} of evidence belong to this version.`, judged), ...required }
}

function claimIn({ response, files, output }: Material): string | null {
  const code = output?.kind === 'patch' || output?.kind === 'files'
  const texts = code ? files.filter((file) => isMarkdown(bareType(file.mediaType))).map((file) => file.text ?? '') : []
  for (const text of [response, ...texts])
    for (const match of text.matchAll(claim)) {
      const sentence = text.slice(
        Math.max(0, text.lastIndexOf('\n', match.index) + 1, match.index - 60),
        match.index + match[0].length,
      )
      if (!denied.test(withoutZero(sentence))) return match[0]
    }
  return null
}

// "0 failed" is a claim of success, not a denial.
const withoutZero = (sentence: string) =>
  sentence.replace(/\b(?:0|no|none|zero) (?:tests? )?fail(?:s|ed|ing|ures?)?\b/gi, '')

function judgeEvidence(given: GivenEvidence, { versionSha256, files }: Material): Evidence {
  const judge = (status: 'passed' | 'failed' | 'unverified', detail: string): Evidence => ({
    label: given.name,
    detail,
    ok: status === 'passed',
    status,
  })
  const hash = given.versionSha256?.toLowerCase().replace(/^sha256[:-]/, '')
  const name = quoted(given.name)
  if (hash && hash !== versionSha256 && !files.some((file) => file.sha256 === hash))
    return judge('failed', `The evidence ${name} belongs to another version (${shorten(hash, 13)}) and is void.`)
  if (given.passed === false) return judge('failed', `The evidence ${name} says that it did not pass.`)
  const contrary = failures.exec(given.output ?? '')
  if (contrary) return judge('failed', `The evidence ${name} shows ${quoted(contrary[0])} in its own output.`)
  if (!hash) return judge('unverified', `The evidence ${name} does not name the version it was made for.`)
  if (given.passed === undefined) return judge('unverified', `The evidence ${name} does not say whether it passed.`)
  if (!given.output?.trim()) return judge('unverified', `The evidence ${name} shows no output.`)
  return judge('passed', shorten(given.output))
}

const lowerFirst = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1)
