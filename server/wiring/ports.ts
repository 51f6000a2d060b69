import { createHash } from 'node:crypto'
import { stemmer } from 'stemmer'
import { renderMarkdown } from '../adapters/files/markdown.ts'
import { readFile } from '../adapters/files/read-file.ts'
import { open, seal, sealingKey } from '../adapters/webhook/seal.ts'
import { newKeyPair, newSecret } from '../adapters/webhook/signature.ts'
import { hashToken, newToken } from '../auth/tokens.ts'
import type { Ports } from '../commands/kit.ts'
import type { Env } from '../env.ts'

/** What commands may use of the outside, made of the real parts. */
export function createPorts(env: Env): Ports {
  const key = sealingKey(env.secret)
  return {
    publicUrl: env.url,
    renderMarkdown,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    newToken,
    hashToken,
    newSecret,
    newKeyPair,
    seal: (text) => seal(text, key),
    unseal: (sealed) => open(sealed, key),
    stem: stemmer,
    readFile: ({ name, declaredType, bytes }) => {
      const read = readFile({ name, declaredType: declaredType ?? '', bytes })
      return 'refusal' in read ? { ok: false, code: 'invalid', detail: read.refusal } : { ok: true, ...read }
    },
    crewUrl: env.crew?.url ?? null,
    model: env.llm?.model ?? null,
  }
}
