import * as z from 'zod'

// Fields that several schemas share. Lengths bound every string that comes from outside.
/** An id is 128 bits, whoever drew them and however they are written: ours are in lower case. */
export const id = z.guid('an id such as 0191d2c4-5a3e-4f6b-8c7d-9e0f1a2b3c4d').toLowerCase()
export const name = z.string().trim().min(1, 'give it a name').max(200)
export const line = z.string().max(500)
export const text = z.string().max(20_000)
/** As much text as a body of 256 KiB can hold (agent-protocol.md 3). */
export const bodyChars = 262_144
export const skill = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .transform((value) => value.toLowerCase())
export const skills = z.array(skill).max(50)
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')
export const mediaType = z
  .string()
  .max(120)
  .regex(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/, 'a media type such as text/markdown')
export const key = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[\w.:-]+$/, 'letters, digits, dot, colon, dash and underscore only')
