import { lineReader } from '../text/lines.ts'
import { type Check, type CheckStatus, type Evidence, evidenceLimit, type Material } from './check.ts'
import { anchorsOf, type Link, linksOf } from './find-links.ts'
import { hostProblem, plainAddress, schemeOf } from './link-address.ts'
import { count, failed, passed, quoted, type ReadableText, textsOf, unverified } from './read-material.ts'

const mostLinks = 5000

type Judged = { status: CheckStatus; detail: string; dangerous?: true }

/** Every link of the version: its scheme may be followed, its anchor or file is there, its host is a real one. */
export const links: Check = (material, { asked, required }) => {
  const texts = textsOf(material)
  const anchors = new Map(texts.map((text) => [text.name, once(() => anchorsOf(text))]))
  const found = texts.flatMap((text) =>
    linksOf(text)
      .slice(0, mostLinks)
      .map((link) => ({ text, link })),
  )
  if (found.length === 0) return asked ? passed('There is no link.') : null
  const lines = new Map(texts.map((text) => [text.name, lineReader(text.text)]))
  const judged = found.map(({ text, link }) => ({ link, text, judgement: judgeLink(link, text, material, anchors) }))
  const evidence = judged.map(
    ({ link, text, judgement: { status, detail } }): Evidence => ({
      label: quoted(link.address || link.shown || 'empty link', 120),
      detail,
      ok: status === 'passed',
      status,
      file: text.name,
      line: lines.get(text.name)?.(link.at) ?? 1,
    }),
  )
  const order = { failed: 0, unverified: 1, passed: 2 } as const
  const ranked = [...evidence]
    .sort((a, b) => order[a.status ?? 'passed'] - order[b.status ?? 'passed'])
    .slice(0, evidenceLimit)
  const having = (status: CheckStatus) => evidence.filter((each) => each.status === status)
  const broken = having('failed')
  const open = having('unverified')
  const all = count(evidence.length, 'link')
  const first = broken[0] ?? open[0]
  const where = first ? `: ${first.detail} (${first.label}, line ${first.line} of ${quoted(first.file ?? '')})` : ''
  if (broken.length > 0)
    return {
      ...failed(`${broken.length} of ${all} cannot stand${where}`, ranked),
      required: asked ? required : judged.some(({ judgement }) => judgement.dangerous),
    }
  if (open.length > 0) return unverified(`${open.length} of ${all} need a look${where}`, ranked)
  return passed(`${all} checked; pages outside were not visited.`, ranked)
}

type Anchors = ReadonlyMap<string, () => ReadonlySet<string>>

function judgeLink(link: Link, text: ReadableText, material: Material, anchors: Anchors): Judged {
  const address = plainAddress(link.address)
  if (address === '') return { status: 'failed', detail: 'It leads nowhere.' }
  const scheme = schemeOf(address)
  if (
    scheme === 'javascript' &&
    /^javascript:\s*(?:void\s*\(?\s*0?\s*\)?)?;?$/i.test(address) &&
    text.mediaType === 'text/html'
  )
    return { status: 'unverified', detail: 'It does nothing by itself: a script must handle it.' }
  if (scheme === 'javascript' || scheme === 'vbscript')
    return { status: 'failed', detail: `Its scheme ${scheme}: runs code.`, dangerous: true }
  if (scheme === 'data') return judgeBytes(address)
  if (scheme === 'mailto' || scheme === 'tel') return judgeContact(scheme, address)
  if (scheme === 'http' || scheme === 'https' || address.startsWith('//')) return judgePage(address, link, material)
  if (scheme === 'cid' && material.files.length > 0)
    return { status: 'unverified', detail: 'It names a part of a mail.' }
  if (scheme !== null) return { status: 'failed', detail: `Its scheme ${scheme}: is none that a reader can follow.` }
  return judgeInside(address, text, material, anchors)
}

function judgeBytes(address: string): Judged {
  if (/^data:image\/(?:png|gif|jpe?g|webp|avif|x-icon)[;,]/i.test(address))
    return { status: 'passed', detail: 'It is a picture in the text.' }
  if (
    /^data:(?:font|application\/(?:font|x-font|octet-stream|json)|text\/(?:plain|css|csv)|audio|video)/i.test(address)
  )
    return { status: 'passed', detail: 'It carries its own bytes.' }
  return { status: 'failed', detail: 'Its bytes are a page or a script of their own.', dangerous: true }
}

function judgeContact(scheme: 'mailto' | 'tel', address: string): Judged {
  const rest = address.slice(scheme.length + 1)
  if (scheme === 'tel')
    return /\d{3}/.test(rest)
      ? { status: 'passed', detail: 'It is a telephone number.' }
      : { status: 'failed', detail: 'It holds no number.' }
  const to = rest.split('?')[0] ?? ''
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(to)) return { status: 'failed', detail: 'It is no mail address.' }
  const problem = hostProblem(to.split('@')[1] ?? '')
  return problem ? { status: 'unverified', detail: problem } : { status: 'passed', detail: 'It is a mail address.' }
}

function judgePage(address: string, link: Link, { fetched }: Material): Judged {
  const whole = address.startsWith('//') ? `https:${address}` : address
  const parsed = /^https?:\/*(?:([^/?#@\s]*)@)?(\[[^\]]*\]|[^/?#:\s]+)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(whole)
  if (!parsed?.[2] || /\s/.test(whole)) return { status: 'failed', detail: 'It is no complete address.' }
  const host = parsed[2].toLowerCase()
  const visited = fetched?.get(link.address)?.status
  if (visited !== undefined && (visited === 404 || visited === 410))
    return { status: 'failed', detail: `The page answers ${visited}: it is not there.` }
  const shown = /^\s*(?:https?:\/\/)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)(?:[/?#:]|\s*$)/i
    .exec(link.shown)?.[1]
    ?.toLowerCase()
  const bare = host.replace(/^www\./, '')
  if (
    shown &&
    !/\.(?:md|html?|js|ts|py|txt|json|csv|pdf|png|jpg)$/.test(shown) &&
    shown !== bare &&
    !bare.endsWith(`.${shown}`) &&
    !shown.endsWith(`.${bare}`)
  )
    return { status: 'unverified', detail: `It shows ${shown} and leads to ${bare}.` }
  if (parsed[1] !== undefined)
    return { status: 'unverified', detail: `What stands before @ is no host: it leads to ${bare}.` }
  const problem = hostProblem(host)
  if (problem) return { status: 'unverified', detail: problem }
  if (visited !== undefined && (visited < 200 || visited >= 400))
    return { status: 'unverified', detail: `The page answers ${visited}.` }
  return {
    status: 'passed',
    detail:
      visited === undefined ? 'The address is complete; the page was not visited.' : `The page answers ${visited}.`,
  }
}

function judgeInside(address: string, text: ReadableText, material: Material, anchors: Anchors): Judged {
  const [path = '', anchor] = splitOnce(address, '#')
  const bare = path.split('?')[0] ?? ''
  if (bare === '') return judgeAnchor(anchor ?? '', text.name, anchors)
  const wanted = decoded(bare)
  const target = resolve(wanted, text.name)
  const names = material.files.map((file) => file.name)
  const file =
    [target, `${target}/index.html`.replace(/^\//, ''), `${target}.html`, `${target}.md`].find((name) =>
      names.includes(name),
    ) ?? (target === '' && names.includes('index.html') ? 'index.html' : undefined)
  if (file !== undefined) {
    if (anchor === undefined || anchor === '' || !anchors.has(file))
      return { status: 'passed', detail: `The file ${quoted(file)} is there.` }
    return judgeAnchor(anchor, file, anchors)
  }
  if (material.inputs.some((input) => input.name === wanted))
    return { status: 'passed', detail: 'It names a file of the room.' }
  if (names.some((name) => name.toLowerCase() === target.toLowerCase()))
    return { status: 'failed', detail: `The file is there in other letters than ${quoted(target)}.` }
  // A lone document may be put beside files that are not delivered.
  if (wanted.startsWith('/') || material.files.length < 2)
    return { status: 'unverified', detail: `The version holds no file ${quoted(target)}.` }
  return { status: 'failed', detail: `The version holds no file ${quoted(target)}.` }
}

function judgeAnchor(anchor: string, file: string, anchors: Anchors): Judged {
  const name = decoded(anchor)
  if (name === '' || name === 'top' || name.startsWith(':~:'))
    return { status: 'passed', detail: 'It leads to the top.' }
  const there = anchors.get(file)?.() ?? new Set()
  if (there.has(name) || there.has(name.toLowerCase()) || there.has(name.replace(/^user-content-/, '')))
    return { status: 'passed', detail: 'The place is there.' }
  return { status: 'failed', detail: `No heading or id of ${quoted(file)} is ${quoted(name)}.` }
}

/** A path seen from the folder of the file it stands in; from the version's root when it begins with a slash. */
function resolve(path: string, from: string): string {
  const steps = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
