import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Breathe } from './breathe.tsx'

/** The marks of states. The character is the name; it is drawn, so that every font and reader sees the same thing. */
export type GlyphName = '○' | '◔' | '◐' | '◆' | '▲' | '◇' | '↺' | '●' | '✕' | '–' | '⋯'

const ring = <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.6" />

const drawings: Record<GlyphName, ReactNode> = {
  '○': ring,
  '◔': (
    <>
      {ring}
      <path d="M8 8V4a4 4 0 0 1 4 4Z" fill="currentColor" />
    </>
  ),
  '◐': (
    <>
      {ring}
      <path d="M8 4a4 4 0 0 0 0 8Z" fill="currentColor" />
    </>
  ),
  '◆': <path d="M8 1.8 14.2 8 8 14.2 1.8 8Z" fill="currentColor" />,
  '▲': <path d="M8 2.2 14.6 13.6H1.4Z" fill="currentColor" />,
  '◇': (
    <path d="M8 2.6 13.4 8 8 13.4 2.6 8Z" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinejoin="round" />
  ),
  '↺': (
    <path
      d="M4.1 4.6A5.3 5.3 0 1 1 2.7 8.9M4.3 1.8v3.1h3.1"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  '●': <circle cx="8" cy="8" r="6" fill="currentColor" />,
  '✕': (
    <path
      d="m3.6 3.6 8.8 8.8m0-8.8-8.8 8.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
    />
  ),
  '–': <path d="M3 8h10" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
  '⋯': <path d="M3 8h.01M8 8h.01M13 8h.01" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />,
}

/** One state glyph in the colour of the text around it; decoration, so the word must stand beside it. */
export function Glyph({
  name,
  breathing = false,
  className,
}: {
  name: GlyphName
  breathing?: boolean
  className?: string
}) {
  const size = clsx('inline-block size-[0.875em] shrink-0', className)
  const drawing = (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="block size-full">
      {drawings[name]}
    </svg>
  )
  return breathing ? <Breathe className={size}>{drawing}</Breathe> : <span className={size}>{drawing}</span>
}
