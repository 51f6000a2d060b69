import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { freePort } from '../../server/launch/kept.ts'

/** Whom the provider says is in front of it. */
type Person = { sub: string; name?: string; email?: unknown; email_verified?: unknown }
/** What the provider does wrong on purpose. */
export type Lie = 'none' | 'other key' | 'no signature' | 'other nonce' | 'other audience' | 'cancelled'

type Grant = { person: Person; nonce: string; challenge: string; redirectUri: string }

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const json = (res: ServerResponse, value: unknown, status = 200) =>
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

async function form(req: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of req) text += String(chunk)
  return new URLSearchParams(text)
}

/** An OpenID Connect provider on loopback: code flow with PKCE, real signatures; everybody it is told of is signed in there. */
export class Provider {
  person: Person = { sub: 'nobody' }
  lie: Lie = 'none'
  /** Whether e-mail and name are in the signed token, or only told at the userinfo address. */
  tells: 'in the token' | 'when asked' = 'in the token'
  readonly clientId = 'muster'
  readonly clientSecret = 'known to both'
  private readonly key = newKey()
  private readonly strangeKey = newKey()
  private readonly codes = new Map<string, Grant>()
  private readonly told = new Map<string, Person>()
  private readonly server = createServer((req, res) => void this.answer(req, res))

  private constructor(readonly issuer: string) {}

  static async open(): Promise<Provider> {
    const port = await freePort()
    const provider = new Provider(`http://127.0.0.1:${port}`)
    await new Promise<void>((resolve) => provider.server.listen(port, '127.0.0.1', resolve))
    return provider
  }

  /** The variables by which a server is told of this provider. */
  get settings(): Record<string, string> {
    return {
      MUSTER_OIDC_ISSUER: this.issuer,
      MUSTER_OIDC_CLIENT_ID: this.clientId,
      MUSTER_OIDC_CLIENT_SECRET: this.clientSecret,
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', this.issuer)
    if (url.pathname === '/.well-known/openid-configuration') json(res, this.discovery())
    else if (url.pathname === '/jwks') json(res, { keys: [this.publicKey()] })
    else if (url.pathname === '/authorize') this.authorize(url.searchParams, res)
    else if (url.pathname === '/token' && req.method === 'POST') this.token(req, await form(req), res)
    else if (url.pathname === '/userinfo') this.userinfo(req, res)
    else res.writeHead(404).end()
  }

  private discovery() {
    const at = (path: string) => `${this.issuer}/${path}`
    return {
      issuer: this.issuer,
      authorization_endpoint: at('authorize'),
      token_endpoint: at('token'),
      userinfo_endpoint: at('userinfo'),
      jwks_uri: at('jwks'),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    }
  }

  private publicKey() {
    return { ...createPublicKey(this.key).export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }
  }

  private authorize(asked: URLSearchParams, res: ServerResponse): void {
    const [redirectUri, state] = [asked.get('redirect_uri') ?? '', asked.get('state') ?? '']
    const whole =
      asked.get('client_id') === this.clientId &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      asked.get('scope')?.split(' ').includes('openid') &&
      ['nonce', 'code_challenge'].every((name) => asked.get(name)) &&
      state !== '' &&
      redirectUri.endsWith('/api/auth/callback/oidc')
    if (!whole) return void json(res, { error: 'invalid_request' }, 400)
    const back = new URL(redirectUri)
    back.searchParams.set('state', state)
    if (this.lie === 'cancelled') back.searchParams.set('error', 'access_denied')
    else {
      const code = randomBytes(16).toString('base64url')
      const [nonce = '', challenge = ''] = [asked.get('nonce') ?? '', asked.get('code_challenge') ?? '']
      this.codes.set(code, { person: this.person, nonce, challenge, redirectUri })
      back.searchParams.set('code', code)
    }
    res.writeHead(302, { location: back.href }).end()
  }

  private token(req: IncomingMessage, given: URLSearchParams, res: ServerResponse): void {
    const code = given.get('code') ?? ''
    const grant = this.codes.get(code)
    this.codes.delete(code)
    const basic = `${encodeURIComponent(this.clientId)}:${encodeURIComponent(this.clientSecret).replaceAll('%20', '+')}`
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url')
    const right =
      grant !== undefined &&
      req.headers.authorization === `Basic ${Buffer.from(basic).toString('base64')}` &&
      given.get('grant_type') === 'authorization_code' &&
      given.get('redirect_uri') === grant.redirectUri &&
      challenge === grant.challenge
    if (!right) return void json(res, { error: 'invalid_grant' }, 400)
    const accessToken = randomBytes(16).toString('base64url')
    this.told.set(accessToken, grant.person)
    json(res, { access_token: accessToken, token_type: 'Bearer', expires_in: 60, id_token: this.idToken(grant) })
  }

  private idToken({ person, nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: this.issuer,
      aud: this.lie === 'other audience' ? 'somebody else' : this.clientId,
      iat: now,
      exp: now + 60,
      nonce: this.lie === 'other nonce' ? 'of another window' : nonce,
      ...(this.tells === 'in the token' ? person : { sub: person.sub }),
    }
    if (this.lie === 'no signature') return `${part({ alg: 'none' })}.${part(claims)}.`
    const body = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`
    const key: KeyObject = this.lie === 'other key' ? this.strangeKey : this.key
    return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`
  }

  private userinfo(req: IncomingMessage, res: ServerResponse): void {
    const person = this.told.get(req.headers.authorization?.replace(/^Bearer /, '') ?? '')
    json(res, person ?? { error: 'invalid_token' }, person ? 200 : 401)
  }
}
