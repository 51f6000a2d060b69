'use client'

import { useState } from 'react'
import { Checkbox } from './checkbox.tsx'
import { Dialog } from './dialog.tsx'
import { Heading } from './heading.tsx'
import { useApple } from './kbd.tsx'
import { spellKeys } from './keys.ts'
import { useShortcut, useShortcutList, useSingleKeys } from './shortcuts.tsx'

/** The list of keys that act here, opened by `?`; single letters can be switched off in it. */
export function ShortcutHelp() {
  const [open, setOpen] = useState(false)
  useShortcut(['?', 'Shift+?'], 'All keys', () => setOpen(true), { group: 'Everywhere' })
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keys" width="md">
      <ShortcutTable />
    </Dialog>
  )
}

/** The same list as a table, for a settings page. */
export function ShortcutTable() {
  const bindings = useShortcutList()
  const apple = useApple()
  const [on, setOn] = useSingleKeys()
  const groups = [...new Set(bindings.map((binding) => binding.group))]
  return (
    <div className="grid gap-4">
      <Checkbox
        label="Single letters act"
        hint="Off, only combinations with Ctrl, ⌘ or Alt, arrows, Enter and Esc do something."
        checked={on}
        onChange={(event) => setOn(event.target.checked)}
      />
      {groups.map((group) => (
        <section key={group} className="grid gap-1">
          <Heading level={3} look="label">
            {group}
          </Heading>
          <dl className="grid gap-px">
            {bindings
              .filter((binding) => binding.group === group)
              .map((binding) => (
                <div
                  key={`${binding.label} ${binding.keys[0]}`}
                  className="flex items-baseline justify-between gap-4 border-b border-line py-1"
                >
                  <dt className="min-w-0">{binding.label}</dt>
                  <dd className="shrink-0 text-sm text-ink-2">{spellKeys(binding.keys[0] ?? '', apple)}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
