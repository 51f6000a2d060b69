import * as z from 'zod'

const plain = z.email().max(254)

/** One spelling for one mailbox: trimmed, lower case. Null for quoted names, lists, look-alike signs and what is no address. */
export function normalEmail(text: string): string | null {
  const email = text.trim().toLowerCase()
  return plain.safeParse(email).success ? email : null
}
