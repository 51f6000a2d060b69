// Keys, our own tokens and the short-lived tokens in content links.
const secrets = /\b(mst_(?:pat|agt|att|hook)_|whsec_|sk-)[\w+/=-]{8,}|(\/api\/v1\/content\/)[\w.-]{16,}/g
const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'x-api-key',
])

/** The text with every token and key cut down to its prefix. */
export const maskSecrets = (text: string): string =>
  text.replace(secrets, (_, key?: string, link?: string) => `${key ?? link}•••`)

/** Headers as they may be shown: values that grant access hidden, the rest masked. */
export function maskHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeaders.has(name.toLowerCase()) ? '•••' : maskSecrets(String(value)),
    ]),
  )
}
