import * as z from 'zod'

// Fields that several schemas share. Lengths bound every string that comes from outside.
export const id = z.uuid()
export const name = z.string().trim().min(1, 'give it a name').max(200)
export const line = z.string().max(500)
export const text = z.string().max(20_000)
export const longText = z.string().max(100_000)
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
