import { hkdfSync } from 'node:crypto'
import { decode } from 'next-auth/jwt'

/** The names of our cookies. With https they carry the prefix that ties them to this very host. */
export function cookieNames(url: string) {
  const prefix = url.startsWith('https://') ? '__Host-' : ''
  return {
    secure: prefix !== '',
    session: `${prefix}muster.session`,
    csrf: `${prefix}muster.csrf`,
    callback: `${prefix}muster.callback`,
    state: `${prefix}muster.state`,
    pkce: `${prefix}muster.pkce`,
    nonce: `${prefix}muster.nonce`,
    device: `${prefix}muster.device`,
  }
}
export type CookieNames = ReturnType<typeof cookieNames>

/** The key that the sign-in library encrypts its tokens with. */
export const cookieSecret = (serverSecret: string): string =>
  Buffer.from(hkdfSync('sha256', serverSecret, 'muster', 'session cookie v1', 32)).toString('base64url')

const longest = 4096

/** One cookie out of a Cookie header, or null. The first of two with one name counts; what is not well formed is not there. */
export function cookieIn(header: string | undefined, name: string): string | null {
  if (!header) return null
  for (const pair of header.split(';')) {
    const mark = pair.indexOf('=')
    if (mark < 0 || pair.slice(0, mark).trim() !== name) continue
    const value = pair.slice(mark + 1).trim()
    if (value === '' || value.length > longest) return null
    try {
      return decodeURIComponent(value)
    } catch {
      return null
    }
  }
  return null
}

/** All cookies of a header by name, for the sign-in library. */
export function cookiesIn(header: string | undefined): Record<string, string> {
  const names = (header ?? '').split(';').map((pair) => pair.split('=')[0]?.trim() ?? '')
  const found = names.filter((name) => name !== '').map((name) => [name, cookieIn(header, name)] as const)
  return Object.fromEntries(found.filter((pair): pair is readonly [string, string] => pair[1] !== null))
}

/** What a session cookie says: who, and which session in plain. Null when it is not ours, altered or past its time. */
export async function readSessionCookie(
  value: string,
  secret: string,
): Promise<{ userId: string; session: string } | null> {
  try {
    const token = await decode({ token: value, secret })
    const { sub, sid, exp } = token ?? {}
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') return null
    return { userId: sub, session: sid }
  } catch {
    return null
  }
}
