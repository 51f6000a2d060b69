type Anchor = { id: string; top: number }

const lines = (feed: Element) => [...feed.querySelectorAll<HTMLElement>('article[data-line]')]
const byId = (feed: Element, id: string) => lines(feed).find((line) => line.dataset.line === id)

/** The first line that is wholly on the screen, and where it stands. */
export function anchorOf(feed: Element): Anchor | null {
  const from = feed.getBoundingClientRect().top
  const line = lines(feed).find((one) => one.getBoundingClientRect().top >= from) ?? lines(feed)[0]
  const id = line?.dataset.line
  return line && id ? { id, top: line.getBoundingClientRect().top } : null
}

const settleFrames = 4

/** Puts a line back where it stood while what came above it is being measured. */
export function holdAnchor(feed: Element, { id, top }: Anchor, scrollBy: (px: number) => void): void {
  let frames = 0
  const correct = () => {
    const moved = (byId(feed, id)?.getBoundingClientRect().top ?? top) - top
    if (Math.abs(moved) >= 1) scrollBy(moved)
    frames += 1
    if (frames < settleFrames) requestAnimationFrame(correct)
  }
  correct()
}
