const signs = [
  { word: 'Offered', look: 'border border-dashed border-queued' },
  { word: 'Working', look: 'bg-running' },
  { word: 'Waits for an answer', look: 'border border-dashed border-needs bg-needs-soft' },
  { word: 'Accepted', look: 'bg-done' },
  { word: 'Failed', look: 'border border-failed border-r-4 bg-failed-soft' },
  { word: 'Taken away', look: 'border border-queued bg-queued-soft' },
  { word: 'Critical path', look: 'border-b-2 border-accent' },
]

/** What the bars mean. */
export function Legend() {
  return (
    <ul aria-label="What the bars mean" className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-2">
      {signs.map(({ word, look }) => (
        <li key={word} className="flex items-center gap-1.5">
          <span aria-hidden className={`h-2.5 w-4 rounded-[3px] ${look}`} />
          {word}
        </li>
      ))}
    </ul>
  )
}
