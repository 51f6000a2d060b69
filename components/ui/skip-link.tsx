/** The first stop on a page: jumps past the rail to the content (`id="face"` unless told). */
export function SkipLink({ to = 'face', children = 'Skip to content' }: { to?: string; children?: string }) {
  return (
    <a
      href={`#${to}`}
      className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-ink-1 px-3 py-2 text-sm font-medium text-canvas focus:translate-y-0"
    >
      {children}
    </a>
  )
}
