'use client'

import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { Kbd } from '../ui/kbd.tsx'
import { useShortcutList } from '../ui/shortcuts.tsx'
import { allPlaces, type Place } from './jump.ts'
import { placeOf, useFound } from './use-found.ts'
import { useWorkspace } from './workspace-context.tsx'

const shownPlaces = 40
const itemClass =
  'flex min-h-(--row) cursor-default items-center gap-2 rounded-control px-2 text-base aria-selected:bg-sunken aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-focus'

/** Scores how well words are found in a text: all must be there; an early hit is better. Null when one is missing. */
export function matchScore(text: string, words: readonly string[]): number | null {
  const lower = text.toLowerCase()
  let score = 0
  for (const word of words) {
    const at = lower.indexOf(word)
    if (at < 0) return null
    score += at === 0 || lower[at - 1] === ' ' ? at : at + 50
  }
  return score
}

function findPlaces(places: readonly Place[], query: string, group: string | null): Place[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const exact = places.filter((place) => place.ids?.toLowerCase() === query.trim().toLowerCase())
  if (exact.length > 0) return exact
  return places
    .filter((place) => !group || place.group === group)
    .flatMap((place) => {
      const score = matchScore(`${place.label} ${place.ids ?? ''}`, words)
      return score === null ? [] : [{ place, score }]
    })
    .sort((a, b) => a.score - b.score)
    .slice(0, shownPlaces)
    .map(({ place }) => place)
}

const prefixes: Record<string, string> = { '#': 'Rooms', '@': 'People and agents' }

/** Places and verbs in one box: `>` verbs, `#` rooms, `@` people and agents; a typed id such as T-21 jumps. `onReady` hears that it can be typed in, and answers what was typed before. */
export default function CommandMenu({
  open,
  onOpenChange,
  onReady,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  onReady: () => string
}) {
  const router = useRouter()
  const { id, base } = useWorkspace()
  const bindings = useShortcutList()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState('')
  const query = useDeferredValue(typed)
  const prefix = query[0] ?? ''
  const verbsOnly = prefix === '>'
  const rest = verbsOnly || prefixes[prefix] ? query.slice(1) : query
  const near = useMemo(
    () => (open && !verbsOnly ? findPlaces(allPlaces(), rest, prefixes[prefix] ?? null) : []),
    [open, verbsOnly, rest, prefix],
  )
  const found = useFound(id, open && !verbsOnly ? rest : '')
  const places = useMemo(() => {
    const known = new Set(near.map((place) => place.id))
    const far = (found ?? []).filter((one) => !known.has(one.id)).map((one) => placeOf(one, base))
    return [...near, ...far.filter((place) => !prefixes[prefix] || place.group === prefixes[prefix])]
  }, [near, found, base, prefix])
  const words = rest.toLowerCase().split(/\s+/).filter(Boolean)
  const verbs = prefixes[prefix] ? [] : bindings.filter((one) => matchScore(one.label, words) !== null)
  const first = places[0]?.id ?? (verbs[0] ? `do ${verbs[0].label} ${verbs[0].keys[0]}` : '')
  // Results come a moment after the letters, so the choice follows the results, unless somebody has moved it meanwhile.
  const offered = useRef({ query, first })
  useEffect(() => {
    const before = offered.current
    offered.current = { query, first }
    setChosen((now) => (now === '' || now === before.first || query !== before.query ? first : now))
  }, [query, first])
  const close = () => {
    onOpenChange(false)
    setTyped('')
  }
  return (
    <Command.Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      label="Command menu"
      shouldFilter={false}
      value={chosen}
      onValueChange={setChosen}
      loop
      overlayClassName="fixed inset-0 z-40 bg-shade"
      contentClassName="fixed inset-x-2 top-2 z-50 mx-auto max-w-xl overflow-hidden rounded-sheet border border-line bg-raised shadow-float sm:top-[12dvh]"
    >
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        onFocus={() => {
          const early = onReady()
          if (early) setTyped((now) => now + early)
        }}
        placeholder="Go to, or do…"
        className="w-full border-b border-line bg-transparent px-4 py-3 text-chat outline-none pointer-coarse:text-[1rem]"
      />
      <Command.List className="max-h-[60dvh] overflow-y-auto p-2">
        <Command.Empty className="px-2 py-6 text-center text-ink-2">
          {found === null ? 'Looking…' : 'Nothing here is called that.'} {'>'} lists verbs, # rooms, @ people and
          agents.
        </Command.Empty>
        {[...new Set(places.map((place) => place.group))].map((group) => (
          <Group key={group} heading={group}>
            {places
              .filter((place) => place.group === group)
              .map((place) => (
                <Command.Item
                  key={place.id}
                  value={place.id}
                  className={itemClass}
                  onSelect={() => {
                    close()
                    router.push(place.href)
                  }}
                >
                  {place.ids && <span className="font-mono text-xs text-ink-3">{place.ids}</span>}
                  <span className="min-w-0 flex-1 truncate">{place.label}</span>
                  {place.hint && <span className="text-xs text-ink-3">{place.hint}</span>}
                </Command.Item>
              ))}
          </Group>
        ))}
        {verbs.length > 0 && (
          <Group heading="Do">
            {verbs.map((verb) => (
              <Command.Item
                key={`${verb.label} ${verb.keys[0]}`}
                value={`do ${verb.label} ${verb.keys[0]}`}
                className={itemClass}
                onSelect={() => {
                  close()
                  verb.run(new KeyboardEvent('keydown'))
                }}
              >
                <span className="min-w-0 flex-1 truncate">{verb.label}</span>
                <Kbd keys={verb.keys[0] ?? ''} />
              </Command.Item>
            ))}
          </Group>
        )}
      </Command.List>
    </Command.Dialog>
  )
}

function Group({ heading, children }: { heading: string; children: React.ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  )
}
