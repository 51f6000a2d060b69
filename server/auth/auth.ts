import { env } from 'node:process'
import type pg from 'pg'
import type { Accept } from './accept.ts'
import { type CallerOf, createCallers } from './caller.ts'
import { type CookieNames, cookieNames, cookieSecret } from './cookies.ts'
import type { OutsideSettings } from './outside.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { type TokenKey, tokenKey } from './tokens.ts'

/** What the sign-in doors work with. */
export type AuthParts = {
  pool: pg.Pool
  url: string
  names: CookieNames
  cookieSecret: string
  linkKey: TokenKey
  sessions: Sessions
  signIn: SignIn
  outside: OutsideSettings
  now: () => number
  onLibraryError: (code: string) => void
  /** Lets somebody in by an invitation. Set by the account doors, which can run the command. */
  invitations: { accept: Accept }
  /** What is unsafe in how the operator set this server up, for owners and admins. Set by server/main.ts. */
  cautions: readonly string[]
  /** Whether a word is the one in the setup link. Set by the account doors, which were given it. */
  setup: { opens(word: string): boolean }
}

/** Everything about who somebody is. Made once by server/main.ts. */
export type Auth = AuthParts & {
  callerOf: CallerOf
  /** Roles, names or standing of a user changed: what is remembered is read again at once. */
  forgetUser(userId: string): void
  /** A token or an agent's standing changed. */
  forgetTokens(): void
}

export type AuthSettings = OutsideSettings & {
  url: string
  /** The server's own secret; every key here is derived from it. */
  secret: string
  pause?: (ms: number) => Promise<void>
  now?: () => number
  onLibraryError?: (code: string) => void
}

/** Builds sign-in, sessions and callers over a database. Throws without a secret: signed with nothing, anything would pass. */
export function createAuth(pool: pg.Pool, settings: AuthSettings): Auth {
  if (settings.secret.length < 32) throw new Error('the server has no secret of 32 characters or more to sign with')
  const { url, now = Date.now, pause } = settings
  // The sign-in library looks for its own address here and nowhere else.
  env.NEXTAUTH_URL = url
  const names = cookieNames(url)
  const secret = cookieSecret(settings.secret)
  const sessions = createSessions({ pool, names, cookieSecret: secret, now })
  const attemptKey = tokenKey(settings.secret, 'attempt')
  const { callerOf, forgetTokens } = createCallers({ pool, sessions, attemptKey, now })
  return {
    pool,
    url,
    names,
    cookieSecret: secret,
    linkKey: tokenKey(settings.secret, 'link'),
    sessions,
    signIn: createSignIn({ pool, now, ...(pause ? { pause } : {}) }),
    outside: { github: settings.github, google: settings.google, oidc: settings.oidc },
    now,
    onLibraryError: settings.onLibraryError ?? (() => undefined),
    invitations: { accept: async () => false },
    cautions: [],
    setup: { opens: () => false },
    callerOf,
    forgetTokens,
    forgetUser(userId) {
      sessions.forgetUser(userId)
      forgetTokens()
    },
  }
}
