'use client'

import clsx from 'clsx'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useMedia } from './media.ts'
import { useShortcut } from './shortcuts.tsx'
import { SkipLink } from './skip-link.tsx'

/** F6 and Shift+F6 move focus from region to region, in reading order. */
function useRegions(root: RefObject<HTMLElement | null>) {
  const go = (step: 1 | -1) => {
    const regions = [...(root.current?.querySelectorAll<HTMLElement>('[data-region]') ?? [])].filter(
      (region) => region.offsetParent !== null || getComputedStyle(region).position === 'fixed',
    )
    const at = regions.findIndex((region) => region.contains(document.activeElement))
    regions.at((at + step + regions.length) % regions.length)?.focus()
  }
  useShortcut('F6', 'Next region', () => go(1), { group: 'Everywhere', inFields: true })
  useShortcut('Shift+F6', 'Previous region', () => go(-1), { group: 'Everywhere', inFields: true })
}

/** Focus moves into the side panel when it opens and back to its opener when it closes; not on the first load. */
function useSideFocus(side: RefObject<HTMLElement | null>, open: boolean) {
  const was = useRef(open)
  const opener = useRef<Element | null>(null)
  useEffect(() => {
    if (open && !was.current) {
      opener.current = document.activeElement
      side.current?.focus({ preventScroll: true })
    }
    if (!open && was.current) {
      const back = opener.current
      if (back instanceof HTMLElement && back.isConnected && document.activeElement === document.body) back.focus()
    }
    was.current = open
  }, [open, side])
}

/** Tells the page how tall the foot is (`--foot`), so that what floats at the bottom stands above it. */
function measureFoot(foot: HTMLElement | null) {
  if (!foot) return
  const page = document.documentElement.style
  const observer = new ResizeObserver(() => page.setProperty('--foot', `${foot.offsetHeight}px`))
  observer.observe(foot)
  return () => {
    observer.disconnect()
    page.removeProperty('--foot')
  }
}

/**
 * The frame of every signed-in page: rail, column (header, one scrolling face, foot), side panel.
 * From 1200 px three columns, from 840 the panel floats, below one column with a bottom bar.
 */
export function Split({
  rail,
  railLabel = 'Main',
  folded = false,
  header,
  foot,
  footLabel,
  side,
  sideLabel = 'Details',
  onCloseSide,
  bottom,
  banner,
  children,
}: {
  rail: ReactNode
  railLabel?: string
  folded?: boolean
  header?: ReactNode
  foot?: ReactNode
  footLabel?: string
  side?: ReactNode
  sideLabel?: string
  onCloseSide?: () => void
  bottom?: ReactNode
  banner?: ReactNode
  children: ReactNode
}) {
  const root = useRef<HTMLDivElement>(null)
  const sideRef = useRef<HTMLDivElement>(null)
  const open = Boolean(side)
  const narrow = useMedia('(max-width: 52.4375rem)')
  // On a narrow screen the panel covers the page, which is inert meanwhile.
  const panel = {
    role: narrow ? 'dialog' : 'complementary',
    'aria-modal': narrow || undefined,
    'aria-label': sideLabel,
  }
  useRegions(root)
  useSideFocus(sideRef, open)
  useShortcut('Escape', 'Close the side panel', () => onCloseSide?.(), { enabled: open && Boolean(onCloseSide) })
  return (
    <div ref={root} className={clsx('ui-split', open && 'ui-split-open', folded && 'ui-split-folded')}>
      <SkipLink />
      <nav data-region tabIndex={-1} aria-label={railLabel} className="ui-split-rail">
        {rail}
      </nav>
      <div className="ui-split-column" inert={narrow && open}>
        {banner}
        {header && (
          <header data-region tabIndex={-1} className="ui-split-header">
            {header}
          </header>
        )}
        {/* A text without a link or button must still scroll by keyboard. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: as above */}
        <main id="face" data-region tabIndex={0} className="ui-split-face">
          {children}
        </main>
        {foot && (
          <section ref={measureFoot} data-region tabIndex={-1} aria-label={footLabel} className="ui-split-foot">
            {foot}
          </section>
        )}
      </div>
      {side && (
        <div ref={sideRef} {...panel} data-region tabIndex={-1} className="ui-split-side">
          {side}
        </div>
      )}
      {bottom && <div className="ui-split-bottom">{bottom}</div>}
    </div>
  )
}
