import * as z from 'zod'
import { type Assignment, inputSchema } from './wire.ts'

/** One input whose words we have; `text` is exactly what was given, so that quotes stay verbatim. */
export type Input = { id: string; name: string; mediaType: string; text: string; origin: string }
/**
 * What an agent works from: the readable inputs in their order, the others with the reason why they could not be read
 * (`passing` when another try may help), and the files of the version that a person sent back.
 */
export type Inputs = {
  read: Input[]
  unread: { name: string; reason: string; passing?: boolean }[]
  sentBack: Input[]
}

type Given = z.infer<typeof inputSchema>

const manifestType = 'application/vnd.muster.inputs+json'
const maxBytes = 10 * 1024 * 1024
const fetchTimeoutMs = 30_000
/** Links read at once. */
const together = 8

class Unreadable extends Error {}

/** Takes an assignment; returns its inputs, fetching those that came as links (relative ones from `musterUrl`). */
export async function loadInputs(assignment: Assignment, musterUrl: string, signal: AbortSignal): Promise<Inputs> {
  const inputs: Inputs = { read: [], unread: [], sentBack: [] }
  const listed: Given[] = []
  for (const input of assignment.task.inputs) {
    if (input.mediaType.split(';')[0] !== manifestType) listed.push(input)
    // Without the list there is nothing to work from, so a list that cannot be read fails the attempt.
    else listed.push(...z.array(inputSchema).parse(JSON.parse(await textOf(input, musterUrl, signal))))
  }
  // Drafts that earlier attempts left are half work: starting from the sources gives the same, whole.
  const wanted = listed.filter(({ id }) => !id.startsWith('draft:'))
  for (let at = 0; at < wanted.length; at += together) {
    const loaded = await Promise.all(wanted.slice(at, at + together).map((input) => load(input, musterUrl, signal)))
    for (const one of loaded) {
      if ('reason' in one) inputs.unread.push(one)
      else if (one.origin === 'agent' && /^version \d+, sent back: /.test(one.name)) inputs.sentBack.push(one)
      else inputs.read.push(one)
    }
  }
  return inputs
}

async function load(input: Given, musterUrl: string, signal: AbortSignal): Promise<Input | Inputs['unread'][number]> {
  const { id, name, mediaType, origin } = input
  try {
    return { id, name, mediaType, origin, text: await textOf(input, musterUrl, signal) }
  } catch (error) {
    signal.throwIfAborted()
    const reason = error instanceof Error ? error.message : String(error)
    return { name, reason, passing: !(error instanceof Unreadable) }
  }
}

async function textOf({ text, url, mediaType }: Given, musterUrl: string, signal: AbortSignal): Promise<string> {
  return text ?? fetchText(new URL(url ?? '', musterUrl), mediaType, signal)
}

async function fetchText(url: URL, mediaType: string, signal: AbortSignal): Promise<string> {
  if (!/^(text\/|application\/(.*\+)?(json|xml|csv|yaml))/.test(mediaType)) {
    throw new Unreadable(`${mediaType} is not text; this agent reads text only`)
  }
  const limit = AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)])
  const response = await fetch(url, { signal: limit })
  if (!response.ok) throw new Error(`the link answered ${response.status}`)
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw new Unreadable('it is larger than 10 MiB')
  const text = await response.text()
  if (text.length > maxBytes) throw new Unreadable('it is larger than 10 MiB')
  return text
}
