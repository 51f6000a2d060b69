import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** A key for secrets at rest, with the short id that is written before everything it sealed. */
export interface SealingKey {
  id: string
  bytes: Uint8Array
}

/** Derives the sealing key from the server's own secret. The same secret always gives the same key and id. */
export function sealingKey(serverSecret: string): SealingKey {
  const derived = Buffer.from(hkdfSync('sha256', serverSecret, 'muster', 'seal v1', 36))
  return { id: derived.subarray(32).toString('hex'), bytes: derived.subarray(0, 32) }
}

/** Encrypts a text with AES-256-GCM. Returns `<key id>.<base64url of nonce, tag and ciphertext>`. */
export function seal(text: string, key: SealingKey): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce)
  cipher.setAAD(Buffer.from(key.id))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

/** Decrypts what `seal` returned with whichever key sealed it. Throws when none did or when a byte was changed. */
export function open(sealed: string, ...keys: SealingKey[]): string {
  const [id, packed = ''] = sealed.split('.')
  const key = keys.find((one) => one.id === id)
  if (!key)
    throw new Error('This was sealed with another server secret. Start with the MUSTER_SECRET it was made with.')
  const bytes = Buffer.from(packed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(key.id))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
