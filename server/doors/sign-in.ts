import type { Auth } from '../auth/auth.ts'
import { cookieIn, cookiesIn } from '../auth/cookies.ts'
import { type AnswerSheet, type SignInVisit, signInLibrary } from '../auth/next-auth.ts'
import { readLink, signLink } from '../auth/tokens.ts'
import { refuse } from '../contract/problems.ts'
import { type Door, type DoorRequest, type Method, problemReply, type Reply } from './http.ts'

// What the sign-in library may be asked for; its session endpoint is left out because it would prolong its own cookie.
const actions: Record<string, readonly Method[]> = {
  csrf: ['GET'],
  providers: ['GET'],
  error: ['GET'],
  signin: ['GET', 'POST'],
  signout: ['GET', 'POST'],
  callback: ['GET', 'POST'],
}
const deviceSeconds = 180 * 24 * 3600

/** Signing in and out, `/api/auth/*`, as the pages and outside providers call it. */
export function createSignInDoors(auth: Auth): Door[] {
  const handle = (request: DoorRequest) => visit(auth, request)
  return ['/api/auth/:action', '/api/auth/:action/:provider'].flatMap((path) =>
    (['GET', 'POST'] as const).map((method): Door => ({ method, path, handle })),
  )
}

async function visit(auth: Auth, request: DoorRequest): Promise<Reply> {
  const { action = '', provider } = request.params
  const method: Method = request.method === 'POST' ? 'POST' : 'GET'
  if (!Object.hasOwn(actions, action) || !actions[action]?.includes(method)) {
    return problemReply(refuse('not_found', 'There is nothing at this address.'))
  }
  const body = method === 'POST' ? await form(request) : {}
  if (body === null) return problemReply(refuse('unsupported_media_type', 'Send a form.'))
  const { cookie } = request.headers
  const seen: SignInVisit = {
    address: request.remoteAddress,
    userAgent: request.headers['user-agent'] ?? null,
    deviceUserId: deviceUser(auth, cookie),
    cookieHeader: cookie,
    keep: body.keep === 'true',
    refusal: null,
    signedIn: null,
    landing: null,
  }
  const { sheet, reply } = answerSheet()
  const query = { ...Object.fromEntries(request.query), nextauth: provider ? [action, provider] : [action] }
  await signInLibrary(auth, seen)({ method, query, body, cookies: cookiesIn(cookie), headers: {} }, sheet)
  if (seen.refusal) return problemReply(seen.refusal)
  const answer = reply()
  const { location } = answer.headers ?? {}
  if (seen.signedIn && seen.landing && typeof location === 'string' && isDoorstep(location, auth.url)) {
    answer.headers = { ...answer.headers, location: seen.landing }
  }
  if (seen.signedIn) addCookie(answer, deviceCookie(auth, seen.signedIn))
  return answer
}

/** Whether an address only leads in: whoever asked for a page of their own gets that one. */
const isDoorstep = (location: string, site: string) => /^\/($|\?|join\/)/.test(location.replace(site, ''))

async function form(request: DoorRequest): Promise<Record<string, string> | null> {
  const bytes = await request.body(16 * 1024)
  if (bytes.length === 0) return {}
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return null
  return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')))
}

function deviceUser(auth: Auth, cookieHeader: string | undefined): string | null {
  const value = cookieIn(cookieHeader, auth.names.device)
  const userId = value === null ? null : readLink('device', value, auth.now() / 1000, auth.linkKey)
  return typeof userId === 'string' ? userId : null
}

function deviceCookie(auth: Auth, userId: string): string {
  const value = signLink('device', userId, Math.floor(auth.now() / 1000) + deviceSeconds, auth.linkKey)
  const secure = auth.names.secure ? '; Secure' : ''
  return `${auth.names.device}=${value}; Path=/; Max-Age=${deviceSeconds}; HttpOnly; SameSite=Lax${secure}`
}

function addCookie(reply: Reply, cookie: string): void {
  const before = reply.headers?.['set-cookie'] ?? []
  reply.headers = { ...reply.headers, 'set-cookie': [...(Array.isArray(before) ? before : [before]), cookie] }
}

/** What the library writes on, and the reply that comes of it. */
function answerSheet(): { sheet: AnswerSheet; reply: () => Reply } {
  const headers: Record<string, string | string[]> = {}
  let status = 200
  let body: string | undefined
  const sheet: AnswerSheet = {
    status(code) {
      status = code
      return sheet
    },
    setHeader(name, value) {
      headers[name.toLowerCase()] = value
      return sheet
    },
    getHeader: (name) => headers[name.toLowerCase()],
    json(value) {
      headers['content-type'] = 'application/json'
      body = JSON.stringify(value)
    },
    send(value) {
      if (typeof value === 'string') body = value
      else if (value !== undefined) sheet.json(value)
    },
    end: () => undefined,
  }
  return { sheet, reply: () => ({ status, headers, ...(body === undefined ? {} : { bytes: body }) }) }
}
