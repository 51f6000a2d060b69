import { lineReader } from '../text/lines.ts'
import { type Check, type Evidence, evidenceLimit } from './check.ts'
import { count, failed, passed, quoted, textsOf } from './read-material.ts'

// Each is anchored on a fixed prefix and bounded, so a long text is read once.
const keyBegin = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g

const patterns: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['private key', keyBegin],
  ['AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['GitHub token', /\bgh[pousr]_[A-Za-z0-9]{30,255}\b/g],
  ['GitHub token', /\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g],
  ['GitLab token', /\bglpat-[A-Za-z0-9_-]{20,100}/g],
  ['webhook secret', /\bwhsec_[A-Za-z0-9+/=_-]{16,200}/g],
  ['Muster token', /\bmst_(?:pat|agt|att)_[A-Za-z0-9_-]{8,200}/g],
  ['Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,200}/g],
  ['Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16,200}/g],
  ['Google key', /\bAIza[A-Za-z0-9_-]{35}/g],
  ['API key', /\bsk-(?=[A-Za-z_-]{0,40}\d)[A-Za-z0-9_-]{24,200}/g],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['session token', /\beyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,500}/g],
]

/** Nothing in the version or the response looks like a private key or a token; what does is shown masked. */
export const secrets: Check = (material) => {
  const texts = textsOf(material)
  const all = material.files.length > 0 ? [...texts, { name: 'response', text: material.response }] : texts
  const evidence = all.flatMap(({ name, text }) => secretsOf(name, text))
  if (evidence.length === 0) return passed('Nothing looks like a key or a token.')
  const first = evidence[0]
  const summary = `${count(evidence.length, 'secret')} in the output, first a ${first?.label} on line ${first?.line} of ${quoted(first?.file ?? '')}.`
  return failed(summary, evidence.slice(0, evidenceLimit))
}

function secretsOf(name: string, text: string): Evidence[] {
  const lineOf = lineReader(text)
  return patterns.flatMap(([label, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({
      label,
      detail: mask(match[0]),
      ok: false,
      file: name,
      line: lineOf(match.index),
    })),
  )
}

/** The text with everything that looks like a secret masked, for previews. */
export function maskSecrets(text: string): string {
  return patterns.reduce((masked, [, pattern]) => masked.replace(pattern, mask), withoutKeyBodies(text))
}

// From each BEGIN line to its END line, or to the end of the text.
function withoutKeyBodies(text: string): string {
  let kept = ''
  let from = 0
  for (const begin of text.matchAll(keyBegin)) {
    if (begin.index < from) continue
    const end = /-----END [A-Z0-9 ]{0,60}-----/g
    end.lastIndex = begin.index
    const close = end.exec(text)
    kept += `${text.slice(from, begin.index)}${begin[0]}…`
    from = close ? close.index + close[0].length : text.length
  }
  return kept + text.slice(from)
}

// What tells the kind of secret stays, what makes it work goes.
function mask(secret: string): string {
  const shown =
    /^(?:-----BEGIN [A-Z0-9 ]+-----|mst_[a-z]{3}_|github_pat_|[a-z]{2,6}[_-](?:live_)?)/.exec(secret)?.[0] ??
    secret.slice(0, 4)
  return shown.length === secret.length ? shown : `${shown}… (${secret.length} characters)`
}
