'use client'

import type { VersionDetail } from '../../server/contract/views.ts'
import type { CheckName, CheckResult, CheckStatus } from '../../server/domain/checks/check.ts'
import { Banner } from '../ui/banner.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { Part } from './part.tsx'
import { useReview } from './review-context.tsx'

const looks = {
  passed: { tone: 'done', glyph: '●', word: 'Passed' },
  failed: { tone: 'failed', glyph: '✕', word: 'Failed' },
  unverified: { tone: 'needs', glyph: '◆', word: 'Look yourself' },
} as const satisfies Record<CheckStatus, unknown>

const names: Record<CheckName, string> = {
  non_empty: 'Not empty',
  kind: 'Right kind of file',
  schema: 'Right shape',
  sections: 'Sections',
  length: 'Length',
  no_placeholder: 'No placeholders',
  unchanged: 'Changed since it was sent back',
  evidence: 'Evidence for this version',
  secrets: 'No secrets',
  forbidden_commands: 'No forbidden commands',
  links: 'Links lead somewhere',
  quotes: 'Quotes stand in their sources',
  numbers: 'Figures agree with their tables',
  acceptance: 'Acceptance criteria',
}
const shownEvidence = 25

/** What the coordinator proved on the bytes, each with its evidence; apart from it, what the maker brought forward. */
export function Checks({ detail }: { detail: VersionDetail }) {
  const { shown } = useReview()
  const { checks } = detail
  const passed = checks.filter((check) => check.status === 'passed').length
  return (
    <Part
      title="Checks"
      aside={checks.length > 0 ? `${passed} of ${checks.length} passed, run by the coordinator` : null}
    >
      {checks.length === 0 && (
        <p className="text-sm text-ink-2">
          {shown.status === 'checking' ? 'The checks are running.' : 'No check was asked for.'}
        </p>
      )}
      <ul className="grid gap-1">
        {checks.map((check) => (
          <li key={check.name}>
            <OneCheck check={check} />
          </li>
        ))}
      </ul>
      <MakersEvidence given={detail.version.evidence} sha256={shown.sha256} />
    </Part>
  )
}

function OneCheck({ check }: { check: CheckResult }) {
  const head = (
    <span className="grid min-w-0 flex-1 gap-0.5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <StateMark {...looks[check.status]} look="glyph" />
        <span className="font-medium">{names[check.name] ?? check.name}</span>
        {check.required && <span className="text-xs text-ink-3">required</span>}
      </span>
      <span className="text-ink-2">{check.summary}</span>
    </span>
  )
  if (check.evidence.length === 0) return <div className="flex py-1 text-sm">{head}</div>
  return (
    <details className="group text-sm" open={check.status === 'failed'}>
      <summary className="flex cursor-pointer items-start gap-2 rounded-control py-1 marker:text-ink-3 hover:bg-sunken/60">
        {head}
        <span aria-hidden className="text-xs text-ink-3 group-open:rotate-90">
          ›
        </span>
      </summary>
      <ul className="my-1 ml-1.5 grid gap-1.5 border-s-2 border-thread ps-3">
        {check.evidence.slice(0, shownEvidence).map((evidence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the evidence of one version never moves
          <li key={index} className="min-w-0">
            <p className="flex min-w-0 items-baseline gap-1.5 font-medium">
              <Glyph
                name={evidence.ok ? '●' : evidence.status === 'unverified' ? '◆' : '✕'}
                className={evidence.ok ? 'text-done' : evidence.status === 'unverified' ? 'text-needs' : 'text-failed'}
              />
              <span className="min-w-0 [overflow-wrap:anywhere]">{evidence.label}</span>
            </p>
            <p className="text-ink-2 [overflow-wrap:anywhere]">
              {evidence.detail}
              {evidence.line !== undefined && (
                <span className="text-ink-3">
                  {' '}
                  {evidence.file ? `${evidence.file}, ` : ''}line {evidence.line}
                </span>
              )}
            </p>
          </li>
        ))}
        {check.evidence.length > shownEvidence && (
          <li className="text-ink-3">and {check.evidence.length - shownEvidence} more</li>
        )}
      </ul>
    </details>
  )
}

type Given = { name: string; versionSha256?: string; passed?: boolean; output?: string }
const isGiven = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'

function MakersEvidence({ given, sha256 }: { given: readonly unknown[]; sha256: string }) {
  const entries = given.filter(isGiven)
  if (entries.length === 0) return null
  const foreign = entries.some((one) => one.versionSha256 !== undefined && one.versionSha256 !== sha256)
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-ink-2">The maker's own evidence</p>
      {foreign && <Banner tone="needs">Some of it was made for other bytes than these.</Banner>}
      <ul className="grid gap-1">
        {entries.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the evidence of one version never moves
          <li key={index}>
            <details>
              <summary className="cursor-pointer py-0.5">
                {one.name}
                <span className="text-ink-3">
                  {one.passed === undefined ? '' : one.passed ? ', says it passed' : ', says it failed'}
                </span>
              </summary>
              {one.output && (
                <pre className="max-h-64 overflow-auto rounded-control bg-sunken p-2 font-mono text-xs whitespace-pre-wrap">
                  {one.output}
                </pre>
              )}
            </details>
          </li>
        ))}
      </ul>
    </div>
  )
}
