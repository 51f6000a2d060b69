import type { Element, Root, Text } from 'hast'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype, { type Options } from 'remark-rehype'
import { unified } from 'unified'
import { safeHref, slugger } from './links.ts'
import { isTangled } from './tangled.ts'

type Handler = NonNullable<NonNullable<Options['handlers']>['html']>

const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !['img', 'picture', 'source'].includes(name)),
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'] },
  // Only footnotes have ids here, and theirs are prefixed already.
  clobberPrefix: '',
}

const blocks = new Set('p h1 h2 h3 h4 h5 h6 li ul ol blockquote pre table tr td th hr'.split(' '))

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { handlers: { html: showHtml } })
  .use(() => (tree: Root) => imagesToLinks(tree, false))
  .use(rehypeSanitize, schema)
  .use(() => (tree: Root) => finish(tree, slugger()))
  .use(rehypeStringify)

// What is longer than this, in characters, is shown letter by letter.
const longest = 2_000_000

/**
 * Markdown (GitHub's) as sanitised HTML. Raw HTML is shown as text, pictures become links, links go to http, https and
 * mailto only; each block carries data-start and data-end, its place in the source, so that comments can hang on it.
 */
export function renderMarkdown(markdown: string): string {
  if (markdown.length > longest || isTangled(markdown)) return verbatim(markdown)
  try {
    return pipeline.processSync(markdown).toString()
  } catch (error) {
    if (error instanceof RangeError) return verbatim(markdown)
    throw error
  }
}

/** Text as HTML that shows it letter by letter. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? '')
}

const verbatim = (text: string) => `<pre data-start="0" data-end="${text.length}">${escapeHtml(text)}</pre>`

// HTML of its own line becomes a paragraph, HTML between words stays between them.
function showHtml(...[state, node, parent]: Parameters<Handler>): ReturnType<Handler> {
  const text: Text = { type: 'text', value: node.value }
  state.patch(node, text)
  if (parent?.type === 'paragraph' || parent?.type === 'heading' || parent?.type === 'tableCell') return text
  const block: Element = { type: 'element', tagName: 'p', properties: {}, children: [text] }
  state.patch(node, block)
  return block
}

function imagesToLinks(parent: Root | Element, inLink: boolean) {
  for (const child of parent.children) {
    if (child.type !== 'element') continue
    if (child.tagName === 'img') {
      const { alt, src } = child.properties
      child.tagName = inLink ? 'span' : 'a'
      child.properties = inLink ? {} : { href: String(src ?? '') }
      child.children = [{ type: 'text', value: String(alt || 'picture') }]
    } else imagesToLinks(child, inLink || child.tagName === 'a')
  }
}

function finish(parent: Root | Element, slug: (title: string) => string) {
  for (const child of parent.children) {
    if (child.type !== 'element') continue
    const { start, end } = child.position ?? {}
    if (blocks.has(child.tagName) && start?.offset !== undefined && end?.offset !== undefined)
      Object.assign(child.properties, { dataStart: String(start.offset), dataEnd: String(end.offset) })
    if (/^h[1-6]$/.test(child.tagName) && child.properties.id === undefined) child.properties.id = slug(textOf(child))
    if (child.tagName === 'a') settleLink(child)
    finish(child, slug)
  }
}

function settleLink(link: Element) {
  const href = safeHref(String(link.properties.href ?? ''))
  if (href === null) {
    link.tagName = 'span'
    link.properties = {}
  } else if (href.startsWith('#')) link.properties.href = href
  else Object.assign(link.properties, { href, target: '_blank', rel: ['noopener', 'noreferrer', 'nofollow', 'ugc'] })
}

function textOf(node: Element): string {
  return node.children
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('')
}
