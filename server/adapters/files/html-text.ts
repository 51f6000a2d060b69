import { Parser } from 'htmlparser2'

const unread = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'svg',
  'math',
  'iframe',
  'object',
  'canvas',
  'select',
  'textarea',
])
const paragraphs = new Set([
  'p',
  'blockquote',
  'pre',
  'table',
  'ul',
  'ol',
  'dl',
  'figure',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'hr',
])
const lines = new Set([
  'div',
  'tr',
  'br',
  'dt',
  'dd',
  'figcaption',
  'caption',
  'address',
  'nav',
  'aside',
  'form',
  'option',
])

// The parser slows down with the square of the depth: past this, a fresh one reads on, as if the open elements ended here.
const deepest = 1000
const chunk = 16 * 1024

/** The readable text of an HTML page: headings as `#`, list items as `-`, cells parted by tabs; nothing hidden, no code. */
export function htmlToText(html: string): string {
  const out: string[] = []
  let page = pageReader(out)
  for (let from = 0; from < html.length; ) {
    // Cut before a tag, never inside one, so that readers can change there.
    const tag = html.indexOf('<', from + chunk)
    const to = tag === -1 ? html.length : tag
    page.parser.write(html.slice(from, to))
    if (page.depth() > deepest) page = pageReader(out)
    from = to
  }
  page.parser.end()
  return tidy(out.join(''))
}

function pageReader(out: string[]): { parser: Parser; depth: () => number } {
  let open = 0
  let skipped = 0
  let verbatim = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      open++
      if (skipped > 0 || unread.has(name) || isHidden(attributes)) skipped++
      else {
        if (name === 'pre') verbatim++
        out.push(opening(name))
      }
    },
    ontext(text) {
      if (skipped === 0) out.push(verbatim > 0 ? text : text.replace(/\s+/g, ' '))
    },
    onclosetag(name) {
      open--
      if (skipped > 0) {
        skipped--
        return
      }
      if (name === 'pre') verbatim--
      out.push(closing(name))
    },
  })
  return { parser, depth: () => open }
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return (
    'hidden' in attributes ||
    /(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden)/i.test((attributes.style ?? '').slice(0, 1000))
  )
}

function opening(name: string): string {
  const level = headingLevel(name)
  if (level > 0) return `\n\n${'#'.repeat(level)} `
  if (name === 'li') return '\n- '
  if (paragraphs.has(name)) return '\n\n'
  return lines.has(name) ? '\n' : ''
}

function closing(name: string): string {
  if (name === 'td' || name === 'th') return '\t'
  if (headingLevel(name) > 0 || paragraphs.has(name)) return '\n\n'
  return lines.has(name) && name !== 'br' ? '\n' : ''
}

const headingLevel = (name: string) => (/^h[1-6]$/.test(name) ? Number(name[1]) : 0)

function tidy(text: string): string {
  const trimmed = text.split('\n').map((line) => line.trimEnd().replace(/^ (?=\S)/, ''))
  const kept = trimmed.filter((line, index) => line !== '' || trimmed[index - 1] !== '')
  return kept.join('\n').trim()
}
