import type { Assignment } from './wire.ts'

/** One input whose words we have; `text` is exactly what was given, so that quotes stay verbatim. */
export type Input = { id: string; name: string; mediaType: string; text: string; origin: string }
/** What an agent works from: the readable inputs, and the others with the reason why they could not be read. */
export type Inputs = { read: Input[]; unread: { name: string; reason: string }[] }

const maxBytes = 10 * 1024 * 1024
const fetchTimeoutMs = 30_000

/** Takes an assignment; returns its inputs, fetching those that came as links (relative ones from `musterUrl`). */
export async function loadInputs(assignment: Assignment, musterUrl: string, signal: AbortSignal): Promise<Inputs> {
  const inputs: Inputs = { read: [], unread: [] }
  for (const input of assignment.task.inputs) {
    const { id, name, mediaType, origin } = input
    try {
      const text = input.text ?? (await fetchText(new URL(input.url ?? '', musterUrl), mediaType, signal))
      inputs.read.push({ id, name, mediaType, origin, text })
    } catch (error) {
      signal.throwIfAborted()
      inputs.unread.push({ name, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return inputs
}

async function fetchText(url: URL, mediaType: string, signal: AbortSignal): Promise<string> {
  if (!/^(text\/|application\/(.*\+)?(json|xml|csv|yaml))/.test(mediaType)) {
    throw new Error(`${mediaType} is not text; this agent reads text only`)
  }
  const limit = AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)])
  const response = await fetch(url, { signal: limit })
  if (!response.ok) throw new Error(`the link answered ${response.status}`)
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw new Error('it is larger than 10 MiB')
  const text = await response.text()
  if (text.length > maxBytes) throw new Error('it is larger than 10 MiB')
  return text
}
