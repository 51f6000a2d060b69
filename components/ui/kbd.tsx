'use client'

import clsx from 'clsx'
import { useSyncExternalStore } from 'react'
import { spellKeys } from './keys.ts'

const never = () => () => {}

/** True on Apple devices, known only after mount; the server and the first paint say no. */
export function useApple(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  )
}

/** A shortcut as people write it: `$mod+k` reads ⌘K or Ctrl K, `g i` reads G then I. Hidden from readers, who get aria-keyshortcuts. */
export function Kbd({ keys, plain = false, className }: { keys: string; plain?: boolean; className?: string }) {
  const text = spellKeys(keys, useApple())
  return (
    <kbd
      aria-hidden
      className={clsx(
        'inline-flex shrink-0 items-center rounded-[0.25rem] px-1 font-sans text-xs leading-4 whitespace-nowrap',
        plain ? 'opacity-85' : 'border border-line bg-sunken text-ink-2',
        className,
      )}
    >
      {text}
    </kbd>
  )
}
