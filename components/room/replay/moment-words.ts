const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** A moment (Unix ms) to the second as it is on the watcher's clock; with its day where the story runs over several. */
export function momentWords(at: number, from: number, to: number): string {
  const time = clock.format(at)
  return day.format(from) === day.format(to) ? time : `${day.format(at)}, ${time}`
}
