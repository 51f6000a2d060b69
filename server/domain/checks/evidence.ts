import { shorten } from '../text/lines.ts'
import type { Check, Evidence, GivenEvidence, Material } from './check.ts'
import { bareType, count, failed, isMarkdown, passed, quoted, unverified } from './read-material.ts'

const tests = '(?:tests?|test suites?|specs?|CI|builds?|pipelines?)'
const claim = new RegExp(
  [
    String.raw`\b${tests}\b[^.\n]{0,60}\b(?:pass(?:es|ed|ing)?|green|succeed(?:s|ed)?)\b`,
    String.raw`\b(?:passing|green)\b[^.\n]{0,20}\btests?\b`,
    String.raw`\bpass(?:es|ed)? (?:all|every|the|its|\d{1,6})(?: of the)? (?:\w{1,20} ){0,2}(?:tests|test suites?|specs)\b`,
    String.raw`\btests?: ?(?:\d{1,6} ?/ ?\d{1,6}|ok|pass(?:ed)?)\b`,
  ].join('|'),
  'gi',
)
const denied =
  /\b(?:not|never|no|cannot|can't|don't|didn't|doesn't|won't|fail(?:s|ed|ing)?|should|would|until|if|once|whether)\b/i
const failures = new RegExp(
  [
    String.raw`\b[1-9]\d{0,8} (?:tests? )?(?:failed|failing|failures?|errors?)\b`,
    String.raw`\b(?:failed|failures?|errors?)[:=] ?[1-9]`,
    String.raw`\b(?:exit|exited|return)(?:ed)?(?: with)?(?: code| status)?:? ?[1-9]\d{0,2}\b`,
    String.raw`\bno tests? (?:found|ran|run|were run)\b|(?<!\d)0 (?:tests? )?(?:passed|passing|ran)\b`,
    String.raw`\bTraceback \(most recent|\bAssertionError\b|\bnpm ERR!`,
  ].join('|'),
  'i',
)

/** A claim that tests passed rests on evidence made for exactly these bytes, all of them: named hash, passed, with its output. */
export const evidence: Check = (material, { asked, required }) => {
  const claimed = claimIn(material)
  if (!claimed && !asked) return null
  const judged = material.evidence.map((each) => judgeEvidence(each, material))
  const says = claimed ? `It says ${quoted(claimed)}` : 'Evidence was asked for'
  const binds = { required: asked ? required : true }
  const wrong = judged.find((each) => each.status === 'failed')
  if (wrong) return { ...failed(`${says}, but ${lowerFirst(wrong.detail)}`, judged), ...binds }
  if (judged.length === 0) return { ...unverified(`${says}, but no evidence came with it.`), ...binds }
  const proven = judged.filter((each) => each.status === 'passed')
  if (proven.length === 0)
    return { ...unverified(`${says}, but ${lowerFirst(judged[0]?.detail ?? '')}`, judged), ...binds }
  const left = uncovered(material)
  if (left) return { ...unverified(`${says}, but no evidence covers ${quoted(left)}.`, judged), ...binds }
  return { ...passed(`${count(proven.length, 'piece')} of evidence belong to this version.`, judged), ...binds }
}

// The name of a file that no good evidence was made for; evidence for the version covers them all.
function uncovered(material: Material): string | null {
  const good = material.evidence.filter((each) => judgeEvidence(each, material).status === 'passed').map(hashOf)
  if (good.includes(material.versionSha256)) return null
  return material.files.find((file) => !good.includes(file.sha256))?.name ?? null
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
  const hash = hashOf(given)
  const name = quoted(given.name)
  if (hash && hash !== versionSha256 && !files.some((file) => file.sha256 === hash))
    return judge('failed', `The evidence ${name} belongs to another version (${shorten(hash, 13)}) and is void.`)
  if (given.passed === false) return judge('failed', `The evidence ${name} says that it did not pass.`)
  const contrary = failures.exec(given.output ?? '')
  if (contrary) return judge('failed', `The evidence ${name} shows ${quoted(contrary[0])} in its own output.`)
  if (!hash) return judge('unverified', `The evidence ${name} does not name the version it was made for.`)
  if (given.passed === undefined) return judge('unverified', `The evidence ${name} does not say whether it passed.`)
  if (!given.output?.trim()) return judge('unverified', `The evidence ${name} shows no output.`)
  if (!/\d|\S\s+\S+\s+\S/.test(given.output))
    return judge('unverified', `The evidence ${name} shows only ${quoted(given.output)}.`)
  return judge('passed', shorten(given.output))
}

const hashOf = (given: GivenEvidence) =>
  given.versionSha256
    ?.trim()
    .toLowerCase()
    .replace(/^sha-?256[:-]/, '') ?? ''

const lowerFirst = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1)
