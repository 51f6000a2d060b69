import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

const yearSeconds = 365 * 24 * 3600

/**
 * What every answer carries, whoever makes it: not guessed at, not framed, not read by other sites, and over https never again
 * without. A door that says otherwise about its own bytes is heard.
 */
export function createStanding(publicUrl: string): (res: ServerResponse) => void {
  const standing = Object.entries({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    ...(publicUrl.startsWith('https://') ? { 'strict-transport-security': `max-age=${yearSeconds}` } : {}),
  })
  return (res) => {
    for (const [name, value] of standing) res.setHeader(name, value)
  }
}

/** The policy of a page: scripts that carry this page's nonce and what those load, nothing from elsewhere, no frame around it. */
const pagePolicy = (nonce: string, dev: boolean): string =>
  [
    "default-src 'none'",
    // Hot reload builds code from text.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    // Forms are sent by script. One that is pressed before its script is there would write its fields into the address.
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

// Their addresses open something, so they are told to nobody; no less than the origin, by which our own doors know our pages.
const openers = /^\/(join|setup)\b/

/** Gives a page its policy. The web framework reads the nonce from the request, where a caller must not bring one. */
export function guardPage(req: IncomingMessage, res: ServerResponse, { dev }: { dev: boolean }): void {
  const policy = pagePolicy(randomBytes(16).toString('base64'), dev)
  delete req.headers['content-security-policy-report-only']
  req.headers['content-security-policy'] = policy
  res.setHeader('content-security-policy', policy)
  if (openers.test(req.url ?? '')) res.setHeader('referrer-policy', 'strict-origin')
}
