import { isIP } from 'node:net'
import { blockedReason } from './failure.ts'
import { isPublicAddress, isPublicName, type Policy, type Target } from './policy.ts'

/** A URL that passed every rule that can be judged without resolving its name. */
export interface ReadTarget extends Target {
  ok: true
  origin: string
  path: string
}

const maxUrlLength = 2_048
const refuse = (reason: string) => ({ ok: false as const, reason })

/** Takes a URL as somebody wrote it; returns where it leads, or a sentence saying what to change. Resolves nothing. */
export function readTarget(text: string, policy: Policy): ReadTarget | { ok: false; reason: string } {
  if (text.length > maxUrlLength) return refuse(`The address is over ${maxUrlLength} characters. Use a shorter one.`)
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) return refuse('This is not an address. Write it like https://agents.example.com/muster.')
  const scheme = url.protocol
  if (scheme !== 'https:' && scheme !== 'http:') return refuse('Use an address that begins with https://.')
  if (url.username || url.password) {
    return refuse('Take the user name and password out of the address. We sign what we send.')
  }

  // Only the parser's own reading is judged: it has already turned decimal, octal, hex and full-width forms into dots.
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname.replace(/\.$/, '')
  if (isIP(host) === 0 && !/^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/.test(host)) return refuse(blockedReason)
  const port = url.port === '' ? (scheme === 'https:' ? 443 : 80) : Number(url.port)
  const target: Target = { scheme, host, port }

  if (!policy.mayAdmit(target)) {
    if (!(isIP(host) ? isPublicAddress(host) : isPublicName(host))) return refuse(blockedReason)
    if (scheme === 'http:') return refuse('We send over https only. Change http:// to https://.')
    return refuse(`We do not connect on port ${port}. Use port 443 or 8443.`)
  }
  const bracketed = isIP(host) === 6 ? `[${host}]` : host
  return { ok: true, ...target, origin: `${scheme}//${bracketed}:${port}`, path: url.pathname + url.search }
}
