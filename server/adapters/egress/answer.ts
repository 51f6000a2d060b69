import { EgressFailure } from './failure.ts'

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) out[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return out
}

function compressed(headers: Record<string, string>): EgressFailure | null {
  const encoding = headers['content-encoding']?.trim().toLowerCase()
  if (!encoding || encoding === 'identity') return null
  return new EgressFailure('http', `The answer is compressed (${encoding.slice(0, 20)}). Send it uncompressed.`)
}

const tooLarge = (maxBytes: number) =>
  new EgressFailure('too_large', `The answer is over ${Math.floor(maxBytes / 1024)} KiB. Send a shorter one.`)

/** What arrived of an answer, of which at most `maxBytes` are kept. */
export class Answer {
  readonly headers: Record<string, string>
  private readonly chunks: Buffer[] = []
  private size = 0

  constructor(
    readonly status: number,
    rawHeaders: Record<string, string | string[] | undefined>,
    private readonly maxBytes: number,
  ) {
    this.headers = flat(rawHeaders)
  }

  /** Why it cannot be read at all; null when it can. */
  refusal(): EgressFailure | null {
    return compressed(this.headers)
  }

  /** Keeps a piece as far as there is room; the failure when there is not. */
  add(chunk: Buffer): EgressFailure | null {
    const room = this.maxBytes - this.size
    this.chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    this.size += chunk.length
    return chunk.length > room ? tooLarge(this.maxBytes) : null
  }

  received(): { status: number; headers: Record<string, string>; body: Uint8Array } {
    const [only] = this.chunks
    const body = only && this.chunks.length === 1 ? only : Buffer.concat(this.chunks)
    return { status: this.status, headers: this.headers, body }
  }
}
