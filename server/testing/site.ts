import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { type Auth, createAuth } from '../auth/auth.ts'
import { createFirstOwner } from '../auth/first-owner.ts'
import { createOriginGuard, type OriginGuard } from '../auth/origin.ts'
import { type AccountDeps, createAccountDoors } from '../doors/account.ts'
import { createDoors, type Door } from '../doors/http.ts'
import { createSignInDoors } from '../doors/sign-in.ts'
import { openPool } from '../store/pool.ts'
import { freshDatabase } from './postgres.ts'

export const testSecret = 'a secret that only this test server knows'
export const setupToken = 'the word in the setup link'

/** A server on loopback with sign-in and account doors over a database of its own. */
export type Site = {
  url: string
  server: Server
  pool: pg.Pool
  auth: Auth
  originAllowed: OriginGuard
  errors: unknown[]
  owner(): Promise<{ email: string; password: string; workspaceId: string }>
  close(): Promise<void>
}

export async function openSite(
  options: { doors?: Door[]; run?: AccountDeps['run']; pause?: (ms: number) => Promise<void>; now?: () => number } = {},
): Promise<Site> {
  const database = await freshDatabase()
  const pool = openPool(database.url)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const { now, pause } = options
  const auth = createAuth(pool, {
    url,
    secret: testSecret,
    github: null,
    google: null,
    oidc: null,
    ...(now ? { now } : {}),
    ...(pause ? { pause } : {}),
  })
  const originAllowed = createOriginGuard({ url, host: '127.0.0.1', port })
  const errors: unknown[] = []
  const run: AccountDeps['run'] = options.run ?? (async () => ({ ok: true, seq: 1, result: {} }))
  const doors = createDoors(
    [...createSignInDoors(auth), ...createAccountDoors({ auth, setupToken, run }), ...(options.doors ?? [])],
    { originAllowed, onError: (error) => errors.push(error) },
  )
  server.on('request', (req, res) => {
    if (!doors(req, res)) res.writeHead(404).end()
  })
  return {
    url,
    server,
    pool,
    auth,
    originAllowed,
    errors,
    async owner() {
      const [email, password] = ['ana@northwind.example', 'a bridge of paper']
      const input = { email, password, name: 'Ana', workspaceName: 'Northwind', token: null }
      const made = await createFirstOwner(pool, input)
      if (!made.ok) throw new Error(made.detail)
      return { email, password, workspaceId: made.workspaceId }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await pool.end()
      await database.drop()
    },
  }
}

/** A browser as far as cookies and Origin go. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly site: { url: string }
  constructor(site: { url: string }) {
    this.site = site
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const headers = { cookie: this.cookie, origin: this.site.url, ...init.headers }
    const response = await fetch(this.site.url + path, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (value === '' || /expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const init = { method: 'POST', body: JSON.stringify(body) }
    return this.ask(path, { ...init, headers: { 'content-type': 'application/json', ...headers } })
  }

  /** Posts one of the sign-in library's forms with its own check value. */
  async form(path: string, fields: Record<string, string>): Promise<Response> {
    const { csrfToken } = (await (await this.ask('/api/auth/csrf')).json()) as { csrfToken: string }
    return this.ask(path, { method: 'POST', body: new URLSearchParams({ csrfToken, json: 'true', ...fields }) })
  }

  signIn(email: string, password: string, more: Record<string, string> = {}): Promise<Response> {
    return this.form('/api/auth/callback/credentials', { email, password, ...more })
  }

  signOut(): Promise<Response> {
    return this.form('/api/auth/signout', {})
  }
}
