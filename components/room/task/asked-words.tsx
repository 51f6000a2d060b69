import { asRead } from './asked.ts'

/** The text of a question: paragraphs, what stands side by side, and what is listed beneath them. */
export function AskedWords({ text }: { text: string }) {
  const { paragraphs, sides, points } = asRead(text)
  return (
    <>
      {paragraphs.map((paragraph) => (
        <p key={paragraph} className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {paragraph}
        </p>
      ))}
      {sides.length > 0 && (
        <ul aria-label="What went wrong, side by side" className="grid gap-2 sm:grid-cols-2">
          {sides.map(({ who, says }) => (
            <li key={who} className="grid content-start gap-0.5 rounded-control border border-line-strong px-2.5 py-2">
              <span className="font-medium">{who}</span>
              <span className="text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{says}</span>
            </li>
          ))}
        </ul>
      )}
      {points.length > 0 && (
        <ul className="grid list-disc gap-1 ps-4 text-sm [overflow-wrap:anywhere]">
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
    </>
  )
}
