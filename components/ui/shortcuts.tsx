'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { type Binding, type ShortcutDesk, shortcutDesk } from './shortcut-desk.ts'

const DeskContext = createContext<ShortcutDesk | null>(null)

/** Listens for keys on the page. Single letters do nothing in text fields, menus and dialogs, and can be switched off. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const desk = useMemo(shortcutDesk, [])
  useEffect(() => desk.listen(window), [desk])
  return <DeskContext value={desk}>{children}</DeskContext>
}

function useDesk(): ShortcutDesk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('Shortcuts need a ShortcutProvider above them')
  return desk
}

/** Binds keys (`c`, `g i`, `$mod+k`, `Shift+?`) while mounted; the latest binding of the same keys wins. `label` is shown under `?`. */
export function useShortcut(
  keys: string | readonly string[],
  label: string,
  run: (event: KeyboardEvent) => void,
  {
    group = 'This page',
    enabled = true,
    inFields = false,
  }: { group?: string; enabled?: boolean; inFields?: boolean } = {},
): void {
  const desk = useDesk()
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const joined = typeof keys === 'string' ? keys : keys.join('|')
  useEffect(() => {
    if (!enabled) return
    return desk.bind({ keys: joined.split('|'), label, group, inFields, run: (event) => latest.current(event) })
  }, [desk, joined, label, group, enabled, inFields])
}

/** Everything that can be pressed now, for the list under `?`. */
export function useShortcutList(): readonly Binding[] {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, desk.list, desk.list)
}

/** Whether single letters act, and how to change it; remembered on this device. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const desk = useDesk()
  const on = useSyncExternalStore(desk.subscribe, desk.singleKeys, () => true)
  return [on, desk.setSingleKeys]
}
