import { createHash } from 'node:crypto'
import type { Ports } from '../commands/kit.ts'

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The edge of a run in one process: real hashes, plain everything else, tokens in a row instead of random ones. */
export function plainPorts(): Ports {
  let made = 0
  return {
    publicUrl: 'https://muster.test',
    renderMarkdown: (markdown) => markdown,
    hash: sha256,
    newToken: (prefix) => `${prefix}${String(++made).padStart(40, '0')}`,
    hashToken: (token) => `hash of ${token}`,
    newSecret: () => `whsec_${++made}`,
    newKeyPair: () => ({ privateKey: `whsk_${++made}`, publicKey: `whpk_${made}` }),
    seal: (text) => `sealed ${text}`,
    unseal: (sealed) => sealed.replace(/^sealed /, ''),
    stem: (word) => word,
    readFile: ({ name, declaredType, bytes }) => ({
      ok: true,
      name,
      mediaType: declaredType ?? 'text/plain',
      text: new TextDecoder().decode(bytes),
      warnings: [],
    }),
    crewUrl: null,
    model: null,
  }
}
