/** One target: its number, what it asks, what was measured, what it must be and should be, and whether it is. */
export type Goal = {
  number: string
  what: string
  figure: string
  must: string
  aim: string
  verdict: 'reached' | 'aim missed' | 'MUST MISSED' | 'WRONG'
}
/** Median, least and greatest of what the rounds gave. */
type Measured = { median: number; min: number; max: number; n: number }
type Bounds = { must?: number; aim?: number; atLeast?: boolean; unit?: string }

/** What the rounds gave; those without a figure are left out. Undefined when none has one. */
export function over(values: readonly (number | undefined)[]): Measured | undefined {
  const sorted = values.filter((one) => one !== undefined && Number.isFinite(one)).sort((a, b) => Number(a) - Number(b))
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  return sorted.length > 0 ? { median: at(0.5), min: at(0), max: at(1), n: sorted.length } : undefined
}

/** What was measured, unless the run was wrong: then it has no figures. */
export const good = <T extends { faults: readonly string[] }>(one: T | undefined): T | undefined =>
  one && one.faults.length === 0 ? one : undefined

/** One figure divided by another of the same round. */
export const by = (one: number | undefined, other: number | undefined): number | undefined =>
  one && other ? one / other : undefined

/** A figure in as many digits as it is worth. */
export const plain = (value: number): string =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-GB')
    : String(Number(value.toFixed(Math.abs(value) >= 10 ? 1 : 2)))

/** Median with the least and greatest beside it where there are several. */
export const shown = ({ median, min, max, n }: Measured): string =>
  n > 1 ? `${plain(median)} (${plain(min)} to ${plain(max)})` : plain(median)

/** The line of one target; none when it was not measured in this run. */
export function goal(
  number: string,
  what: string,
  measured: Measured | number | undefined,
  { must, aim, atLeast = false, unit = '' }: Bounds,
): Goal[] {
  const figure = typeof measured === 'number' ? over([measured]) : measured
  if (!figure) return []
  const holds = (bound: number | undefined) =>
    bound === undefined || (atLeast ? figure.median >= bound : figure.median <= bound)
  const asked = (bound: number | undefined) =>
    bound === undefined ? '' : `${atLeast ? '≥' : '≤'} ${plain(bound)}${unit && ` ${unit}`}`
  return [
    {
      number,
      what,
      figure: `${shown(figure)}${unit && ` ${unit}`}`,
      must: asked(must),
      aim: asked(aim),
      verdict: !holds(must) ? 'MUST MISSED' : holds(aim) ? 'reached' : 'aim missed',
    },
  ]
}

/** The line of a run whose counts must hold before anything it measured does. */
export const sound = (number: string, what: string, faults: readonly string[]): Goal => ({
  number,
  what,
  figure: faults.length === 0 ? 'as it must be' : faults.slice(0, 3).join('; '),
  must: 'no fault',
  aim: '',
  verdict: faults.length === 0 ? 'reached' : 'WRONG',
})

/** Lines as an aligned table. */
export function goalTable(goals: readonly Goal[]): string[] {
  const head = { number: '', what: 'What', figure: 'Figure', must: 'Must', aim: 'Aim', verdict: 'Verdict' }
  const columns = ['number', 'what', 'figure', 'must', 'aim', 'verdict'] as const
  const widths = columns.map((name) => Math.min(72, Math.max(...[head, ...goals].map((one) => one[name].length))))
  return [head, ...goals].map((one) =>
    columns
      .map((name, i) => one[name].padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
