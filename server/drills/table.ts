import { printable } from '../contract/printable.ts'
import type { Rehearsed } from './rehearse.ts'

/** What was expected and seen, condition by condition, and the scorecard with recovery and without, as text for a terminal. */
export function tableOf(rehearsed: readonly Rehearsed[]): string {
  return rehearsed
    .flatMap((one) => [...heading(one), ...scores(one), ''])
    .map(printable)
    .join('\n')
}

function heading({ title, kind, fault, ok, with: played }: Rehearsed): string[] {
  return [
    `${ok ? '✓' : '✗'} ${title} (${kind}) – ${fault}`,
    ...played.verdicts.map(
      ({ says, ok: seen, seqs }) => `    ${seen ? '✓' : '✗'} ${says}${seqs.length > 0 ? `  [${seqs.join(', ')}]` : ''}`,
    ),
    `    goal ${played.status} after ${played.seconds.toFixed(1)} s`,
  ]
}

function scores({ compared, without }: Rehearsed): string[] {
  const shown = compared.filter((one) => one.with.value !== null || one.without?.value != null)
  return shown.flatMap(({ title, with: withIt, without: other }) => [
    `    ${title.padEnd(26)} ${withIt.text}`,
    ...(without ? [`    ${'without recovery'.padStart(26)} ${other?.text ?? '–'}`] : []),
  ])
}

/** One line of sums. */
export function sumsOf(rehearsed: readonly Rehearsed[]): string {
  const kept = rehearsed.filter((one) => one.ok).length
  const done = (which: 'with' | 'without') => rehearsed.filter((one) => one[which]?.status === 'completed').length
  const both = rehearsed.some((one) => one.without !== null)
  return `${kept} of ${rehearsed.length} conditions as expected; ${done('with')} goals completed${both ? `, ${done('without')} without recovery` : ''}`
}
