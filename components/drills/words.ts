import { type Figure, inTime } from '../../server/domain/scorecard/figure.ts'

/** A figure's value as it stands on its card. */
export function valueWords({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (value === null) return '–'
  if (unit === 'ms') return inTime(value)
  return unit === 'share' ? percent(value) : String(value)
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

/** How far one play is ahead of another, in the figure's own unit; null where nothing is to be compared. */
export function aheadWords(ahead: number | null, unit: Figure['unit']): string | null {
  if (ahead === null) return null
  if (ahead === 0) return 'the same'
  const size = valueWords({ value: Math.abs(ahead), unit })
  const points = unit === 'share' ? size.replace(' %', ' points') : size
  return `${points} ${ahead > 0 ? 'better' : 'worse'}`
}

/** Who played, as a drill's terms keep it: a word, or the ids of agents that were chosen. */
export function castWords(cast: unknown): string {
  if (Array.isArray(cast))
    return `with ${cast.length} ${cast.length === 1 ? 'agent' : 'agents'} of yours beside the script`
  return cast === 'crew' ? 'with the starter crew beside the script' : 'played by scripted agents'
}
