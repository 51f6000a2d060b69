import type { AuthOptions, Profile } from 'next-auth'
import githubProvider from 'next-auth/providers/github'
import googleProvider from 'next-auth/providers/google'
import * as z from 'zod'
import type { OutsideSettings } from './outside.ts'
import { unwrap } from './unwrap.ts'

const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))
// The library has checked the token by then; its claims are only read here.
const claimsOf = (idToken: string | undefined): Profile =>
  JSON.parse(Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString('utf8'))

export function outsideProviders({ github, google, oidc }: OutsideSettings): AuthOptions['providers'] {
  const providers: AuthOptions['providers'] = []
  if (github) {
    providers.push(
      unwrap(githubProvider)({
        clientId: github.id,
        clientSecret: github.secret,
        userinfo: {
          url: 'https://api.github.com/user',
          // GitHub shows e-mails that nobody confirmed; only a confirmed one may open an account.
          request: async ({ client, tokens }) => {
            const token = tokens.access_token ?? ''
            const [profile, listed] = await Promise.all([
              client.userinfo(token),
              client.requestResource('https://api.github.com/user/emails', token),
            ])
            const emails = githubEmails.safeParse(JSON.parse(listed.body?.toString('utf8') ?? 'null'))
            const own = emails.data?.find((one) => one.primary && one.verified)
            const { email: _shown, ...rest } = profile
            return own ? { ...rest, email: own.email, email_verified: true } : rest
          },
        },
      }),
    )
  }
  if (google) providers.push(unwrap(googleProvider)({ clientId: google.id, clientSecret: google.secret }))
  if (oidc) {
    providers.push({
      id: 'oidc',
      name: new URL(oidc.issuer).hostname,
      type: 'oauth',
      wellKnown: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      clientId: oidc.clientId,
      clientSecret: oidc.clientSecret,
      authorization: { params: { scope: 'openid email profile' } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      userinfo: {
        // Many providers keep e-mail and name out of the signed token and tell them when asked.
        request: async ({ client, tokens }) => {
          const own = claimsOf(tokens.id_token)
          if (own.email !== undefined || !client.issuer.metadata.userinfo_endpoint) return own
          const told = await client.userinfo(tokens.access_token ?? '')
          if (told.sub !== own.sub) throw new Error('the provider told of somebody else')
          return { ...own, ...told }
        },
      },
      profile: ({ sub, name, email }: { sub: string; name?: unknown; email?: unknown }) => ({
        id: sub,
        name: typeof name === 'string' ? name : null,
        email: typeof email === 'string' ? email : null,
      }),
    })
  }
  return providers
}

/** Whether the provider says that the e-mail was confirmed; without that anybody could claim it. */
export const isVerified = (profile: object | undefined): boolean =>
  profile !== undefined && 'email_verified' in profile && profile.email_verified === true
