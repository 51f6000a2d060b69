'use client'

import './marks.css'
import { type RefObject, useEffect, useRef } from 'react'
import { type Anchor, findAnchor } from '../../server/domain/text/anchor.ts'
import { referenceAt } from './reference.ts'
import { rangeOf, readText, type TextMap } from './text-map.ts'

export type MarkStyle = 'comment' | 'draft' | 'claim'
/** A stretch to mark. `id` is given back when it is clicked. */
export type TextMark = Anchor & { id: string; style: MarkStyle }
type Placed = { id: string; style: MarkStyle; range: Range }

const styles: readonly MarkStyle[] = ['claim', 'comment', 'draft']

function place(map: TextMap, marks: readonly TextMark[]): Placed[] {
  return marks.flatMap(({ id, style, ...anchor }) => {
    const found = findAnchor(map.text, anchor)
    const range = found && rangeOf(map, found.start, found.end)
    return range ? [{ id, style, range }] : []
  })
}

function draw(placed: readonly Placed[]): void {
  if (!('highlights' in CSS)) return
  for (const style of styles) {
    const ranges = placed.filter((mark) => mark.style === style).map((mark) => mark.range)
    if (ranges.length === 0) CSS.highlights.delete(`review-${style}`)
    else CSS.highlights.set(`review-${style}`, new Highlight(...ranges))
  }
}

function pointAt(x: number, y: number): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const at = document.caretPositionFromPoint(x, y)
    return at && { node: at.offsetNode, offset: at.offset }
  }
  return null
}

/** Marks stretches of the text under `root`; `stamp` changes when that text does. Answers what stands at a point, and scrolls to a mark. */
export function useMarks(root: RefObject<HTMLElement | null>, marks: readonly TextMark[], stamp: unknown) {
  const placed = useRef<readonly Placed[]>([])
  const key = JSON.stringify(marks)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the marks, `stamp` for the text
  useEffect(() => {
    if (!root.current) return
    placed.current = place(readText(root.current), marks)
    draw(placed.current)
    return () => draw([])
  }, [key, stamp])
  return {
    at(x: number, y: number): string | null {
      const point = pointAt(x, y)
      if (!point) return null
      const reference = point.node instanceof Text ? referenceAt(point.node.data, point.offset) : null
      if (reference && point.node instanceof Text) {
        const before = placed.current.filter(
          ({ style, range }) => style === 'claim' && range.isPointInRange(point.node, reference.after),
        )
        const meant = before[reference.nth] ?? before.at(-1)
        if (meant) return meant.id
      }
      const hits = placed.current.filter(({ range }) => range.isPointInRange(point.node, point.offset))
      // A comment inside a claim is the smaller one and wins.
      return hits.sort((a, b) => a.range.toString().length - b.range.toString().length)[0]?.id ?? null
    },
    show(id: string): boolean {
      const range = placed.current.find((mark) => mark.id === id)?.range
      if (!range) return false
      const node = range.startContainer.parentElement
      node?.scrollIntoView({ block: 'center' })
      return true
    },
  }
}
