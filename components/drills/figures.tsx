'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { Fragment, useState } from 'react'
import type { Figure, FigureName, ScoreLine } from '../../server/domain/scorecard/figure.ts'
import { Card } from '../ui/card.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Heading } from '../ui/heading.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { valueWords } from './words.ts'

/** The scorecard: one card a figure; pressed, it opens beneath it the list that it was counted from. `without` is the same without recovery. */
export function Figures({
  title,
  figures,
  without,
  roomId,
}: {
  title: string
  figures: readonly Figure[]
  without: readonly Figure[] | null
  roomId: string
}) {
  const [open, setOpen] = useState<FigureName | null>(null)
  return (
    <section aria-label="Scorecard" className="grid gap-2">
      <Heading level={2}>{title}</Heading>
      <ul className="grid grid-flow-dense grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-2 max-md:grid-cols-2">
        {figures.map((figure) => {
          const other = without?.find(({ name }) => name === figure.name)
          return (
            <Fragment key={figure.name}>
              <li className="grid">
                <button
                  type="button"
                  aria-expanded={open === figure.name}
                  onClick={() => setOpen(open === figure.name ? null : figure.name)}
                  className={clsx(
                    'grid content-start gap-1 rounded-card border bg-surface px-4 py-3 text-start hover:bg-sunken/60 max-md:px-3 max-md:py-2',
                    open === figure.name ? 'border-accent' : 'border-line',
                  )}
                >
                  <span className="text-xs font-medium text-ink-3">{figure.title}</span>
                  <span className={clsx('font-serif text-title tabular-nums', figure.value === null && 'text-ink-3')}>
                    {valueWords(figure)}
                  </span>
                  {other && other.value !== figure.value && (
                    <span className="text-sm font-medium">{valueWords(other)} without recovery</span>
                  )}
                  <span className="text-sm text-pretty text-ink-2">{figure.text}</span>
                </button>
              </li>
              {open === figure.name && (
                <li className="col-span-full">
                  <Behind figure={figure} roomId={roomId} />
                </li>
              )}
            </Fragment>
          )
        })}
      </ul>
    </section>
  )
}

function Behind({ figure, roomId }: { figure: Figure; roomId: string }) {
  return (
    <Card title={figure.title} level={3} flush>
      {figure.parts.length > 0 && (
        <dl className="flex flex-wrap gap-x-6 gap-y-1 border-t border-line px-4 py-2 text-sm">
          {figure.parts.map((part) => (
            <div key={part.label} className="flex gap-2">
              <dt className="text-ink-3">{part.label}</dt>
              <dd className="tabular-nums">{part.text}</dd>
            </div>
          ))}
        </dl>
      )}
      {figure.lines.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-ink-2">Nothing to count.</p>
      ) : (
        <ul>
          {figure.lines.map((line) => (
            <Line key={line.id} line={line} roomId={roomId} />
          ))}
        </ul>
      )}
    </Card>
  )
}

const glyphs = new Map([
  [true, { name: '●', word: 'good', tone: 'text-done' }],
  [false, { name: '✕', word: 'bad', tone: 'text-failed' }],
] as const)

function Line({ line, roomId }: { line: ScoreLine; roomId: string }) {
  const { base } = useWorkspace()
  const room = line.roomId ?? roomId
  const look = line.ok === null ? undefined : glyphs.get(line.ok)
  const href = line.taskId
    ? `${base}/rooms/${room}/tasks/${line.taskId}`
    : line.deliverableId
      ? `${base}/deliverables/${line.deliverableId}`
      : `${base}/rooms/${room}/plan${line.what === 'goal' ? `?goal=${line.id}` : ''}`
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-x-2 border-t border-line px-4 py-2 text-sm">
      <span className={look?.tone}>{look && <Glyph name={look.name} />}</span>
      <p className="min-w-0 break-words">
        <Link href={href} className="font-medium text-accent hover:underline">
          {line.title}
        </Link>{' '}
        <span className="text-ink-2">
          {look && <span className="sr-only">{look.word}: </span>}
          {line.detail}
        </span>
      </p>
    </li>
  )
}
