const nowhere = 'http://muster.invalid'

/** Where to go after signing in: `to` when it is a path on our own site, else the fallback. */
export function ownPath(to: unknown, fallback = '/'): string {
  if (typeof to !== 'string' || !to.startsWith('/') || to.length > 2000) return fallback
  // Browsers read a backslash as a slash, and skip tabs and line ends.
  if (/[\\\p{Cc}]/u.test(to) || to.startsWith('//') || !URL.canParse(to, nowhere)) return fallback
  const url = new URL(to, nowhere)
  const path = url.pathname + url.search + url.hash
  const elsewhere = url.origin !== nowhere || path.startsWith('//') || /^\/(api|sign-in)([/?#]|$)/.test(path)
  return elsewhere ? fallback : path
}
