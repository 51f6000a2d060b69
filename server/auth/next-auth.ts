import nextAuth, { type AuthOptions } from 'next-auth'
import credentialsProvider from 'next-auth/providers/credentials'
import type { Refusal } from '../contract/problems.ts'
import { findUserByEmail } from '../store/account.ts'
import { admit } from './admission.ts'
import type { AuthParts } from './auth.ts'
import { cookieIn } from './cookies.ts'
import { normalEmail } from './email.ts'
import { isVerified, outsideProviders } from './outside-providers.ts'
import { ownPath } from './own-path.ts'
import { lifetimes } from './sessions.ts'
import { unwrap } from './unwrap.ts'

/** What one request to the sign-in library brings, and what came of it. */
export type SignInVisit = {
  address: string
  userAgent: string | null
  deviceUserId: string | null
  cookieHeader: string | undefined
  keep: boolean
  /** Filled in on the way. */
  refusal: Refusal | null
  signedIn: string | null
  /** Where an invitation that was taken up on the way led. */
  landing: string | null
}

/** The library's handler in its oldest form: a request with parsed parts, and a response of six functions. */
type Handler = (
  req: {
    method: string
    query: Record<string, string | string[]>
    body: Record<string, string>
    cookies: Record<string, string>
    headers: Record<string, unknown>
  },
  res: AnswerSheet,
) => Promise<void>
export type AnswerSheet = {
  status(code: number): AnswerSheet
  setHeader(name: string, value: string | string[]): AnswerSheet
  getHeader(name: string): string | string[] | undefined
  json(value: unknown): void
  send(value: unknown): void
  end(): void
}

/** The sign-in library, set up for one visit: it keeps the protocol, we keep users, sessions and limits. */
export function signInLibrary(parts: AuthParts, visit: SignInVisit): Handler {
  return unwrap(nextAuth)(optionsFor(parts, visit))
}

function optionsFor(parts: AuthParts, visit: SignInVisit): AuthOptions {
  const { names, pool, sessions } = parts
  const cookie = (name: string) => ({
    name,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: names.secure },
  })
  return {
    secret: parts.cookieSecret,
    useSecureCookies: names.secure,
    session: { strategy: 'jwt', maxAge: (visit.keep ? lifetimes.keptMs : lifetimes.notKeptMs) / 1000 },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    cookies: {
      sessionToken: cookie(names.session),
      csrfToken: cookie(names.csrf),
      callbackUrl: cookie(names.callback),
      state: cookie(names.state),
      pkceCodeVerifier: cookie(names.pkce),
      nonce: cookie(names.nonce),
    },
    // Its messages quote what visitors sent; what matters is counted and logged by us.
    logger: { error: parts.onLibraryError, warn: () => undefined, debug: () => undefined },
    providers: [
      unwrap(credentialsProvider)({
        credentials: { email: {}, password: {} },
        async authorize(given) {
          const attempt = { email: given?.email ?? '', password: given?.password ?? '' }
          const outcome = await parts.signIn({ ...attempt, address: visit.address, deviceUserId: visit.deviceUserId })
          if (outcome.ok) return { id: outcome.user.id, email: outcome.user.email }
          visit.refusal = outcome
          return null
        },
      }),
      ...outsideProviders(parts.outside),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => {
        const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url
        return baseUrl + ownPath(path)
      },
      signIn: async ({ user, account, profile }) => {
        if (account?.type === 'credentials') return true
        if (!isVerified(profile)) return '/sign-in?error=not_verified'
        const cameFor = cookieIn(visit.cookieHeader, names.callback)
        const signedInAs = (await sessions.find(visit.cookieHeader))?.userId ?? null
        const person = { email: user.email ?? '', name: user.name ?? '' }
        const admission = await admit(parts, person, { cameFor, signedInAs })
        visit.landing = admission.landing
        return admission.ok || `/sign-in?error=${admission.why}`
      },
      jwt: async ({ token, user, account }) => {
        if (!account) return token
        const email = normalEmail(user.email ?? '')
        const row = email === null ? null : await findUserByEmail(pool, email)
        if (!row || row.disabledAt !== null) throw new Error('signed in without an account')
        // Whoever had planted or kept a session in this browser loses it: each sign-in has its own.
        const before = await sessions.find(visit.cookieHeader)
        if (before) await sessions.end({ userId: before.userId, only: before.id })
        visit.signedIn = row.id
        return { sub: row.id, sid: await sessions.start(row.id, visit.userAgent, visit.keep) }
      },
    },
    events: {
      signOut: async ({ token }) => {
        const { sub, sid } = token
        if (typeof sub === 'string' && typeof sid === 'string') await sessions.endPlain(sub, sid)
      },
    },
  }
}
