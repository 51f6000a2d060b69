const schemes = new Set(['http:', 'https:', 'mailto:'])

/** The address a link may have: http, https or mailto as a browser reads it, or a place on the same page; null for any other. */
export function safeHref(href: string): string | null {
  if (href.startsWith('#')) return href.startsWith('#user-content-fn') ? href : `#${slugOf(decoded(href.slice(1)))}`
  if (href.length > 4096 || !URL.canParse(href)) return null
  const url = new URL(href)
  return schemes.has(url.protocol) ? url.href : null
}

/** Gives each heading of one page its id; a title that comes again gets a number. Prefixed, so that no id shadows a script's name. */
export function slugger(): (title: string) => string {
  const times = new Map<string, number>()
  return (title) => {
    const slug = slugOf(title)
    const before = times.get(slug) ?? 0
    times.set(slug, before + 1)
    return before === 0 ? slug : `${slug}-${before}`
  }
}

function slugOf(title: string): string {
  const words =
    title
      .toLowerCase()
      .slice(0, 200)
      .match(/[\p{L}\p{N}_-]+/gu) ?? []
  return `h-${words.join('-')}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
