const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Takes a moment and an IANA zone, returns `25 Nov 2026, 10:31 GMT+1`: the same on server and browser. */
export function absolute(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
    .format(at)
    .concat(zoneSuffix(at, zone))
}

function zoneSuffix(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    timeZoneName: 'short',
    hour: 'numeric',
  }).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value
  return name ? ` ${name}` : ''
}

/** Takes two moments in ms, returns `now`, `4 min ago`, `in 2 h`; past a day, the date in the zone. */
export function relative(at: number, now: number, zone: string): string {
  const gap = now - at
  const size = Math.abs(gap)
  if (size < 45_000) return 'now'
  if (size >= dayMs) return shortDate(at, now, zone)
  const words = size < hourMs ? `${Math.max(1, Math.round(size / minuteMs))} min` : `${Math.round(size / hourMs)} h`
  return gap > 0 ? `${words} ago` : `in ${words}`
}

function shortDate(at: number, now: number, zone: string): string {
  const year = (moment: number) => new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: zone }).format(moment)
  const fields = year(at) === year(now) ? {} : ({ year: 'numeric' } as const)
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...fields, timeZone: zone }).format(at)
}

/** Takes a length in ms, returns `0:42` or `1:05:09`; never below zero. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** Takes a length in ms, returns it in one or two words: `850 ms`, `1.8 s`, `41 min`, `2 h 5 min`, `3 d`. */
export function lasting(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < minuteMs) return `${Math.round(ms / 1000)} s`
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`
  if (ms >= 2 * dayMs) return `${Math.round(ms / dayMs)} d`
  const minutes = Math.round(ms / minuteMs)
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
