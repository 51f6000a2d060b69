import type { Auth } from './auth.ts'

const shared = globalThis as { musterAuth?: Auth }

/** Pages are loaded by the web framework as a second copy of this code; they find the one object here. */
export function shareAuth(auth: Auth): void {
  shared.musterAuth = auth
}

export function sharedAuth(): Auth {
  if (!shared.musterAuth) throw new Error('sign-in is not set up yet: server/main.ts does it at start')
  return shared.musterAuth
}
