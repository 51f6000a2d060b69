import clsx from 'clsx'
import type { ComponentProps } from 'react'

const looks = {
  hero: 'font-serif text-hero text-balance',
  title: 'font-serif text-title text-balance',
  section: 'text-base font-semibold',
  label: 'text-xs font-medium text-ink-3',
}

/** A heading whose level (for readers) and look (for eyes) are chosen apart. Serif for intent and results. */
export function Heading({
  level,
  look = level === 1 ? 'title' : 'section',
  className,
  ...rest
}: ComponentProps<'h2'> & { level: 1 | 2 | 3 | 4; look?: keyof typeof looks }) {
  const Tag = `h${level}` as const
  return <Tag {...rest} className={clsx('min-w-0', looks[look], className)} />
}
