'use client'

import clsx from 'clsx'
import { type ReactNode, useEffect, useRef } from 'react'

let watch: IntersectionObserver | undefined

/** One observer for the page: what is off screen rests. */
function watcher(): IntersectionObserver {
  watch ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.toggleAttribute('data-still', !isIntersecting)
  })
  return watch
}

/** The one thing that may move by itself: the mark of work going on. Still off screen, in a hidden tab, under reduced motion. */
export function Breathe({ className, children }: { className?: string; children: ReactNode }) {
  const box = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    watcher().observe(element)
    return () => watcher().unobserve(element)
  }, [])
  return (
    <span ref={box} className={clsx('animate-breathe data-still:animate-none', className)}>
      {children}
    </span>
  )
}
