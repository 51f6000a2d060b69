'use client'

import { rights, type ScopeGroup, scopeGroups, type Verb, verbs } from '../../server/domain/permission.ts'
import { Badge } from '../ui/badge.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { verbWords } from './verb-words.ts'

export type Scope = Verb | ScopeGroup

const groupWords: Record<ScopeGroup, { label: string; hint: string }> = {
  read: { label: 'Read', hint: 'See what you may see, and change nothing.' },
  work: { label: 'Work', hint: 'Post goals, messages and files, steer plans and tasks. Reads, too.' },
  review: { label: 'Review', hint: 'Approve, send back, comment, allow risky steps. Reads, too.' },
  admin: { label: 'Admin', hint: 'Rooms, agents, people, tokens, schedules and hooks. Reads, too.' },
}
const isVerb = (scope: string): scope is Verb => Object.hasOwn(rights, scope)
const actWords = (verb: Verb): string => {
  const words = verbWords[verb]
  return rights[verb].room ? `In a room: ${words.charAt(0).toLowerCase()}${words.slice(1)}` : words
}
const isGroup = (scope: string): scope is ScopeGroup => (scopeGroups as readonly string[]).includes(scope)
const wordsOf = (scope: string): string =>
  isGroup(scope) ? groupWords[scope].label : isVerb(scope) ? actWords(scope) : scope

/** What a token may be used for, in a few words. */
export function ScopeWords({ scopes }: { scopes: readonly string[] }) {
  if (scopes.length === 0) return <>for all that you may</>
  return (
    <span className="inline-flex max-w-full flex-wrap gap-1 align-middle">
      {scopes.map((scope) => (
        <Badge key={scope}>{wordsOf(scope)}</Badge>
      ))}
    </span>
  )
}

/** Chooses what a token may be used for: all, groups, or single acts. */
export function ScopeChoice({
  scopes,
  onChange,
}: {
  scopes: readonly Scope[] | null
  onChange: (scopes: readonly Scope[] | null) => void
}) {
  const toggle = (scope: Scope, on: boolean) =>
    onChange(on ? [...(scopes ?? []), scope] : (scopes ?? []).filter((one) => one !== scope))
  const tick = (scope: Scope, label: string, hint?: string) => (
    <Checkbox
      key={scope}
      label={label}
      hint={hint}
      checked={scopes?.includes(scope) ?? false}
      onChange={(event) => toggle(scope, event.target.checked)}
    />
  )
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-sm font-medium">What it may be used for</legend>
      <Checkbox
        kind="radio"
        name="scopes"
        label="All that I may"
        checked={scopes === null}
        onChange={() => onChange(null)}
      />
      <Checkbox
        kind="radio"
        name="scopes"
        label="Only this"
        checked={scopes !== null}
        onChange={() => onChange(scopes ?? ['read'])}
      />
      {scopes !== null && (
        <div className="ml-6 grid gap-1">
          {scopeGroups.map((group) => tick(group, groupWords[group].label, groupWords[group].hint))}
          <details className="mt-1">
            <summary className="min-h-6 cursor-default text-sm font-medium text-ink-2 hover:text-ink-1">
              Single acts
            </summary>
            <div className="mt-1 grid gap-x-4 sm:grid-cols-2">{verbs.map((verb) => tick(verb, actWords(verb)))}</div>
          </details>
        </div>
      )}
    </fieldset>
  )
}
