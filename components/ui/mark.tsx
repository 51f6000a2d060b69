import clsx from 'clsx'
import { initials } from './initials.ts'

export type MarkKind = 'person' | 'agent' | 'coordinator'
export type Presence = 'here' | 'away' | 'offline'

const sizes = {
  xs: 'size-4',
  sm: 'size-5 text-[0.5625rem]',
  md: 'size-7 text-[0.6875rem]',
  lg: 'size-9 text-[0.8125rem]',
  xl: 'size-12 text-[1.0625rem]',
}
const kinds: Record<MarkKind, string> = {
  person: 'rounded-full border-human bg-human-soft text-human',
  agent: 'rounded-[25%] border-agent bg-agent-soft text-agent',
  coordinator: 'border-0 text-accent',
}
const presences: Record<Presence, { word: string; dot: string }> = {
  here: { word: 'here', dot: 'bg-done border-done' },
  away: { word: 'away', dot: 'bg-surface border-needs' },
  offline: { word: 'offline', dot: 'bg-surface border-ink-3 border-dashed' },
}

/** Who: a circle is a person, a rounded square an agent, a diamond the coordinator. Decoration unless `labelled`. */
export function Mark({
  kind,
  name,
  size = 'md',
  presence,
  labelled = false,
  className,
}: {
  kind: MarkKind
  name: string
  size?: keyof typeof sizes
  presence?: Presence | undefined
  labelled?: boolean
  className?: string
}) {
  const words = [name, kind, presence && presences[presence].word].filter(Boolean).join(', ')
  return (
    <span
      {...(labelled ? { role: 'img', 'aria-label': words, title: words } : { 'aria-hidden': true })}
      data-kind={kind}
      className={clsx(
        'relative inline-grid shrink-0 place-items-center border font-semibold tracking-tight select-none',
        sizes[size],
        kinds[kind],
        className,
      )}
    >
      {kind === 'coordinator' ? <Diamond /> : size === 'xs' ? null : initials(name)}
      {presence && kind !== 'coordinator' && (
        <span
          className={clsx(
            'absolute -right-0.5 -bottom-0.5 size-2 rounded-full border-[1.5px] outline-2 outline-surface',
            presences[presence].dot,
          )}
        />
      )}
    </span>
  )
}

function Diamond() {
  return (
    <svg viewBox="0 0 28 28" aria-hidden="true" className="absolute -inset-[8%] size-[116%]">
      <path
        d="M14 1.5 26.5 14 14 26.5 1.5 14Z"
        className="fill-accent-soft forced-colors:fill-[Canvas]"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
      <path d="M14 9.4 18.6 14 14 18.6 9.4 14Z" fill="currentColor" />
    </svg>
  )
}

/** Several marks overlapped, at most `max`; the rest is a number. Its words list everybody. */
export function MarkStack({
  people,
  max = 4,
  size = 'sm',
}: {
  people: readonly { id: string; kind: MarkKind; name: string }[]
  max?: number
  size?: keyof typeof sizes
}) {
  const rest = people.length - max
  return (
    <span
      role="img"
      aria-label={people.map((person) => person.name).join(', ')}
      className="inline-flex items-center gap-1"
    >
      {people.slice(0, max).map((person) => (
        <Mark key={person.id} kind={person.kind} name={person.name} size={size} />
      ))}
      {rest > 0 && <span className="text-xs text-ink-3">+{rest}</span>}
    </span>
  )
}
