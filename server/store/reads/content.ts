import type { Reader } from './reader.ts'

/** The bytes of a hash, or null when they are not kept. */
export async function findContent(reader: Reader, sha256: string): Promise<Uint8Array | null> {
  const { rows } = await reader.query<{ bytes: Buffer }>('select bytes from content where sha256 = $1', [sha256])
  return rows[0]?.bytes ?? null
}
