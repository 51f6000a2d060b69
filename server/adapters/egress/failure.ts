/** Why a request did not bring a usable answer. A closed list: it is shown to people and counted. */
export type ErrorClass = 'dns' | 'connect' | 'tls' | 'timeout' | 'http' | 'blocked' | 'too_large'

/** A failure of the outside, carried through the HTTP client as an error and turned into a value at its edge. */
export class EgressFailure extends Error {
  readonly errorClass: ErrorClass

  constructor(errorClass: ErrorClass, reason: string) {
    super(reason)
    this.name = 'EgressFailure'
    this.errorClass = errorClass
  }
}

/** One sentence for every address we may not reach, so that nobody learns from it what listens inside. */
export const blockedReason =
  'We may not connect to this address. Use an https address on port 443 or 8443 that the public internet can reach, or ask the operator to allow it with MUSTER_EGRESS_ALLOW.'

/** The failure for every address we may not reach. */
export const blocked = () => new EgressFailure('blocked', blockedReason)

const seconds = (ms: number) => `${ms / 1000} s`

/** The failure for a connection that was not up after `ms`. */
export const connectTimeout = (ms: number) =>
  new EgressFailure(
    'connect',
    `No connection within ${seconds(ms)}. Check that the server runs and that its firewall lets us in.`,
  )

/** The failure for an answer that had not begun (`headers`) or not ended (`overall`) after `ms`. */
export const answerTimeout = (stage: 'headers' | 'overall', ms: number) =>
  new EgressFailure(
    'timeout',
    stage === 'headers'
      ? `No answer began within ${seconds(ms)}. Answer at once and do the work afterwards.`
      : `The answer was not complete after ${seconds(ms)}. Answer at once and do the work afterwards.`,
  )

/** The failure for a name that did not resolve; `slow` when the name servers gave no answer in time. */
export const unresolved = (host: string, slow: boolean) =>
  new EgressFailure(
    'dns',
    slow
      ? `The name servers of ${host} did not answer in time. Try again, or check its DNS.`
      : `The name ${host} was not found. Check its spelling and that its DNS record exists.`,
  )

const connectSentences: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused. Start the server, or correct the port of the address.',
  ECONNRESET: 'The connection was cut while it was being made. Check what stands in front of the server.',
  EHOSTUNREACH: 'There is no route to the server. Check its network and firewall.',
  ENETUNREACH: 'There is no route to the server. Check its network and firewall.',
}

const tlsSentences: Record<string, string> = {
  CERT_HAS_EXPIRED: 'The TLS certificate has expired. Renew it.',
  CERT_NOT_YET_VALID: 'The TLS certificate is not valid yet. Check its dates.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The TLS certificate is self-signed. Use one from a public authority.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The TLS certificate chain ends in a self-signed one. Use one from a public authority.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The TLS certificate chain is incomplete. Serve the intermediate certificates too.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The TLS certificate is from an authority we do not know. Use a public one.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The TLS certificate is for another host name. Use one that names this host.',
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Names what went wrong while a connection was made; `secured` false and an open TCP connection means TLS. */
export function connectionFailure(error: unknown, phase: 'connect' | 'tls'): EgressFailure {
  if (error instanceof EgressFailure) return error
  const code = codeOf(error)
  if (phase === 'connect') {
    return new EgressFailure(
      'connect',
      connectSentences[code] ?? 'The connection failed. Check that the server runs and that its firewall lets us in.',
    )
  }
  return new EgressFailure(
    'tls',
    tlsSentences[code] ?? 'The TLS handshake failed. Check that this port speaks TLS 1.2 or later.',
  )
}

/** Names what went wrong after the connection was up. `headersMs` is the limit that applied to the first byte. */
export function exchangeFailure(error: unknown, limits: { headersMs: number; overallMs: number }): EgressFailure {
  if (error instanceof EgressFailure) return error
  switch (codeOf(error)) {
    case 'UND_ERR_HEADERS_TIMEOUT':
      return answerTimeout('headers', limits.headersMs)
    case 'UND_ERR_BODY_TIMEOUT':
      return answerTimeout('overall', limits.overallMs)
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'HPE_HEADER_OVERFLOW':
      return new EgressFailure('too_large', 'The headers of the answer are over 16 KiB. Send fewer.')
    case 'UND_ERR_INVALID_ARG':
      return new EgressFailure('http', 'The request holds a method or header that HTTP does not allow. Correct it.')
    case 'UND_ERR_CLOSED':
    case 'UND_ERR_DESTROYED':
      return new EgressFailure('connect', 'This server is stopping. The request is tried again after the restart.')
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return new EgressFailure('http', 'The connection was closed before the answer was complete. Look at its log.')
    default:
      return new EgressFailure('http', 'The answer was not HTTP we can read. Check that this port speaks HTTP/1.1.')
  }
}
