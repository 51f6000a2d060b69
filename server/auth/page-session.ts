import { cookies } from 'next/headers'
import type { Actor } from '../domain/permission.ts'
import { hasNoUsers, listPlaces, listRoomsOf, type Place } from '../store/account-reads.ts'
import { offeredProviders } from './outside.ts'
import { ownPath } from './own-path.ts'
import { sharedAuth } from './shared-auth.ts'

/** The person who looks at a page. */
export type PageUser = { userId: string; name: string; email: string; actor: Actor & { kind: 'member' } }

/** Who looks at this page, or null; for server components and route handlers. */
export async function currentUser(): Promise<PageUser | null> {
  const jar = await cookies()
  const header = jar
    .getAll()
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ')
  const session = await sharedAuth().sessions.find(header)
  if (!session) return null
  const { userId, name, email } = session
  const actor = { kind: 'member', userId, via: 'session', credentialId: session.id, workspaceId: null } as const
  return { userId, name, email, actor }
}

/** The workspaces of a person, oldest membership first. */
export const placesOf = (userId: string): Promise<Place[]> => listPlaces(sharedAuth().pool, userId, null)

/** Whether a person sees a room in this workspace: without one they have not begun. */
export const hasRooms = async (userId: string, workspaceId: string): Promise<boolean> =>
  (await listRoomsOf(sharedAuth().pool, userId, [workspaceId])).length > 0

/** Whether nobody has an account yet, so that the setup link is the only way in. */
export const isUnowned = (): Promise<boolean> => hasNoUsers(sharedAuth().pool)

/** Whether this word is the one in the setup link that was printed at the last start. */
export const opensSetup = (word: string): boolean => sharedAuth().setup.opens(word)

/** Where to go after signing in: `?to=` of our own pages, or what an outside provider's visit began with; a path on our site. */
export function whereTo({ to, callbackUrl }: Record<string, unknown>): string {
  const { url } = sharedAuth()
  const begun = typeof callbackUrl === 'string' && callbackUrl.startsWith(`${url}/`) && callbackUrl.slice(url.length)
  return ownPath(to ?? begun)
}

/** The ways to sign in beside a password, as the operator set them. */
export const signInProviders = () => offeredProviders(sharedAuth().outside)

/** What is unsafe in how this server is set up, for those who look after one of its workspaces; empty for everybody else. */
export async function cautionsIn(workspaceId: string): Promise<readonly string[]> {
  const user = await currentUser()
  const place = user && (await placesOf(user.userId)).find((one) => one.workspaceId === workspaceId)
  return place && /^(owner|admin)$/.test(place.role) ? sharedAuth().cautions : []
}
