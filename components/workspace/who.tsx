import clsx from 'clsx'
import { Mark, type MarkKind, type Presence } from '../ui/mark.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import type { Look } from './states.ts'

export type Kind = 'member' | 'agent' | 'coordinator'
export const markOf: Record<Kind, MarkKind> = { member: 'person', agent: 'agent', coordinator: 'coordinator' }

/** A participant with mark and name; the kind is in the shape and, for readers, in words. */
export function Who({
  kind,
  name,
  size = 'sm',
  presence,
  className,
}: {
  kind: Kind
  name: string
  size?: 'xs' | 'sm' | 'md'
  presence?: Presence | undefined
  className?: string
}) {
  return (
    <span className={clsx('inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle', className)}>
      <Mark kind={markOf[kind]} name={name} size={size} presence={presence} />
      <span className="truncate">
        {name}
        {kind === 'agent' && <span className="sr-only"> (agent)</span>}
        {presence && <span className="sr-only">, {presence}</span>}
      </span>
    </span>
  )
}

/** A state as mark, word and colour. `suffix` says on what, how long, which try. */
export function State({
  look,
  suffix,
  as = 'plain',
  className,
}: {
  look: Look
  suffix?: React.ReactNode
  as?: 'plain' | 'pill' | 'glyph'
  className?: string
}) {
  return (
    <StateMark
      tone={look.tone}
      glyph={look.glyph}
      word={look.word}
      suffix={suffix}
      look={as}
      {...(className ? { className } : {})}
    />
  )
}
