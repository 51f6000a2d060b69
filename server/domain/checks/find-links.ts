import { headingsOf, withoutCode } from '../text/headings.ts'
import { isMarkdown, type ReadableText } from './read-material.ts'

/** A link as it is written: its address, the words that are shown for it, and where it stands. */
export type Link = { address: string; shown: string; at: number }

/** The links of a document: markdown, HTML, and addresses written out; code in markdown is not looked at. */
export function linksOf({ text, mediaType }: ReadableText): Link[] {
  if (mediaType === 'text/html' || mediaType === 'image/svg+xml') return inTags(text)
  if (!isMarkdown(mediaType)) return []
  const read = withoutCode(text)
  const found = [...inBrackets(read), ...defined(read), ...inTags(read)]
  const taken = new Set(found.map((link) => link.address))
  for (const match of read.matchAll(/\bhttps?:\/\/[^\s<>"'`|\\^{}[\]]{1,2000}/g)) {
    const address = withoutEnd(match[0])
    if (!taken.has(address) && read[match.index - 1] !== '(') found.push({ address, shown: '', at: match.index })
  }
  return found.sort((a, b) => a.at - b.at)
}

// [shown](address "title"): found by its middle, so that lone brackets cost nothing.
function inBrackets(text: string): Link[] {
  const links: Link[] = []
  for (let middle = text.indexOf(']('); middle !== -1; middle = text.indexOf('](', middle + 2)) {
    const before = text.slice(Math.max(0, middle - 500), middle)
    const open = before.lastIndexOf('[')
    if (open === -1 || before.indexOf('\n\n', open) !== -1) continue
    const rest = text.slice(middle + 2, middle + 2500)
    const address =
      /^\s*<([^<>\n]{0,2000})>/.exec(rest)?.[1] ??
      /^[ \t]*((?:[^\s()\\]|\\.|\([^\s()]{0,300}\)){0,2000})/.exec(rest)?.[1] ??
      ''
    // `](` of plain talk closes nowhere near.
    if (!/^[^\n]{0,2400}\)/.test(rest)) continue
    links.push({
      address: address.replace(/\\([()_*])/g, '$1'),
      shown: before.slice(open + 1),
      at: Math.max(0, middle - (before.length - open)),
    })
  }
  return links
}

const defined = (text: string): Link[] =>
  [...text.matchAll(/^ {0,3}\[(?!\^)[^\]\n]{1,300}\]:[ \t]{0,20}(?:<([^<>\n]{1,2000})>|(\S{1,2000}))/gm)].map(
    (match) => ({ address: match[1] ?? match[2] ?? '', shown: '', at: match.index }),
  )

const tag =
  /<(?:a|area|img|iframe|form|link|script|source|video|audio|embed|object|base|use|image|button|input)\b([^<>]{0,4000})>/gi
const attribute =
  /(?:^|\s)(?:href|src|action|formaction|poster|data|xlink:href|cite)\s*=\s*(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s"'>]{1,2000}))/gi

function inTags(text: string): Link[] {
  return [...text.matchAll(tag)].flatMap((opened) => {
    const isAnchor = /^<a\b/i.test(opened[0])
    const after = isAnchor ? text.slice(opened.index + opened[0].length, opened.index + opened[0].length + 300) : ''
    const shown = isAnchor ? after.slice(0, Math.max(0, after.search(/<\/a/i))).replace(/<[^<>]*>/g, '') : ''
    return [...(opened[1] ?? '').matchAll(attribute)].map((match) => ({
      address: match[1] ?? match[2] ?? match[3] ?? '',
      shown,
      at: opened.index,
    }))
  })
}

// A full stop or bracket after an address belongs to the sentence.
function withoutEnd(address: string): string {
  let end = address.length
  while (end > 0) {
    const last = address[end - 1] ?? ''
    const open = last === ')' && address.slice(0, end).split('(').length > address.slice(0, end).split(')').length - 1
    if (!/[.,;:!?*_~)]/.test(last) || open) break
    end--
  }
  return address.slice(0, end)
}

/** Where a link may lead inside a document: its ids and names, and its headings as the usual renderers name them. */
export function anchorsOf({ text, mediaType }: ReadableText): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const match of text.matchAll(/\s(?:id|name)\s*=\s*(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^\s"'>]{1,300}))/gi))
    anchors.add(match[1] ?? match[2] ?? match[3] ?? '')
  for (const match of text.matchAll(/\{#([\w:.-]{1,200})\}/g)) anchors.add(match[1] ?? '')
  if (mediaType === 'text/html') return anchors
  const seen = new Map<string, number>()
  for (const { title } of headingsOf(text, mediaType)) {
    const slug = slugOf(title)
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    anchors.add(times === 0 ? slug : `${slug}-${times}`)
  }
  for (const match of text.matchAll(/^\[\^([^\]\n]{1,100})\]:/gm))
    for (const name of [`fn-${match[1]}`, `fn:${match[1]}`, `fnref-${match[1]}`]) anchors.add(name)
  return anchors
}

const slugOf = (title: string) =>
  title
    .slice(0, 500)
    .replace(/\{#[^}]*\}/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^<>]*>|[*`~]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replace(/ /g, '-')
