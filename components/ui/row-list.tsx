'use client'

import clsx from 'clsx'
import { type ComponentProps, type KeyboardEvent, type ReactNode, type RefObject, useCallback, useRef } from 'react'
import { useShortcut } from './shortcuts.tsx'

function rowsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
}

type Step = (at: number, last: number) => number

const down: Step = (at) => at + 1
const up: Step = (at) => at - 1
const steps = new Map<string, Step>([
  ['ArrowDown', down],
  ['ArrowUp', up],
  ['Home', () => 0],
  ['End', (_, last) => last],
])

/** J and K anywhere, arrows, Home and End inside: moves focus over the `[data-row]` elements of a list. `onMove` hears the row's id. */
export function useRowKeys(
  list: RefObject<HTMLElement | null>,
  { onMove, enabled = true }: { onMove?: (id: string) => void; enabled?: boolean } = {},
) {
  const focusRow = useCallback(
    (step: Step) => {
      const rows = rowsOf(list.current)
      const at = rows.findIndex((row) => row.contains(document.activeElement))
      const row = rows[Math.max(0, Math.min(rows.length - 1, step(at, rows.length - 1)))]
      if (!row) return
      row.focus()
      row.scrollIntoView({ block: 'nearest' })
      onMove?.(row.dataset.row ?? '')
    },
    [list, onMove],
  )
  useShortcut('j', 'Next row', () => focusRow(down), { group: 'Lists', enabled })
  useShortcut('k', 'Previous row', () => focusRow(up), { group: 'Lists', enabled })
  const onKeyDown = (event: KeyboardEvent) => {
    const onRow = event.target instanceof HTMLElement && event.target.dataset.row !== undefined
    const step = steps.get(event.key)
    if (!onRow || !step || event.altKey || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    focusRow(step)
  }
  return { onKeyDown }
}

/** A list whose rows are moved through with J and K; put Rows inside. */
export function RowList({
  label,
  onMove,
  className,
  children,
  ...rest
}: Omit<ComponentProps<'ul'>, 'ref'> & { label: string; onMove?: (id: string) => void }) {
  const list = useRef<HTMLUListElement>(null)
  const keys = useRowKeys(list, onMove ? { onMove } : {})
  return (
    <ul {...rest} {...keys} ref={list} aria-label={label} className={clsx('min-w-0', className)}>
      {children}
    </ul>
  )
}

/** One row. Enter or a click opens it; X selects; its own buttons (`actions`) work without opening. The first row takes Tab. */
export function Row({
  id,
  tabStop = true,
  current = false,
  selected = false,
  onOpen,
  onSelect,
  lead,
  actions,
  className,
  children,
}: {
  id: string
  tabStop?: boolean
  current?: boolean
  selected?: boolean
  onOpen?: () => void
  onSelect?: (id: string) => void
  lead?: ReactNode
  actions?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <li
      data-row={id}
      // A row is a stop of its own so that Enter, X and the row shortcuts have something to act on.
      tabIndex={tabStop ? 0 : -1}
      aria-current={current || undefined}
      data-selected={selected || undefined}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return
        if (event.key === 'Enter' && onOpen) onOpen()
        else if (event.key.toLowerCase() === 'x' && !event.metaKey && !event.ctrlKey && onSelect) onSelect(id)
        else return
        event.preventDefault()
      }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a, button, input, select, textarea, label')) return
        onOpen?.()
      }}
      className={clsx(
        'group relative grid min-h-(--row) grid-cols-[auto_minmax(0,1fr)] items-start gap-x-2.5 gap-y-1.5 border-b border-line px-4 py-2 last:border-b-0',
        'hover:bg-sunken/60 focus-visible:-outline-offset-2 aria-current:bg-accent-soft/60 data-selected:bg-accent-soft',
        actions && 'md:grid-cols-[auto_minmax(0,1fr)_auto]',
        onOpen && 'cursor-pointer',
        className,
      )}
    >
      <span className="grid min-h-5 place-items-center">{lead}</span>
      <div className="min-w-0">{children}</div>
      {actions && (
        <div className="col-start-2 flex flex-wrap items-center gap-1.5 md:col-start-3 md:justify-end">{actions}</div>
      )}
    </li>
  )
}
