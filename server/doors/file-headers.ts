import { tooLargeToDraw } from '../domain/picture.ts'
import { bareType } from '../queries/version-text.ts'

/** What a browser may show of a file's bytes; everything else is a download. */
export type Shown = 'sandboxed' | 'image' | 'download'

const scripted: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml', 'image/svg+xml'])

const starts = (bytes: Uint8Array, text: string, at = 0) =>
  Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.max(0, Math.min(text.length, bytes.length - at))).equals(
    Buffer.from(text, 'latin1'),
  )

// Images that browsers only decode, told by their first bytes: a name or a declared type proves nothing.
const images: Record<string, (bytes: Uint8Array) => boolean> = {
  'image/png': (bytes) => starts(bytes, '\x89PNG\r\n\x1a\n'),
  'image/jpeg': (bytes) => starts(bytes, '\xff\xd8\xff'),
  'image/gif': (bytes) => starts(bytes, 'GIF87a') || starts(bytes, 'GIF89a'),
  'image/webp': (bytes) => starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8),
}

/** How bytes of a declared type may be shown. */
export function shownAs(mediaType: string, bytes: Uint8Array): Shown {
  const type = bareType(mediaType)
  if (scripted.has(type)) return 'sandboxed'
  return images[type]?.(bytes) && !tooLargeToDraw(bytes) ? 'image' : 'download'
}

// An opaque origin without network: what an agent's page does stays in its frame.
const sandboxPolicy = (pageOrigin: string) =>
  [
    'sandbox allow-scripts',
    "default-src 'none'",
    "script-src 'unsafe-inline'",
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "connect-src 'none'",
    "form-action 'none'",
    `frame-ancestors ${pageOrigin}`,
  ].join('; ')

const closedPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"

/** The headers for bytes that came from outside, opened by link: framed only by `pageOrigin`, never guessed at, never kept. */
export function contentHeaders(
  file: { name: string; mediaType: string },
  shown: Shown,
  pageOrigin: string,
): Record<string, string> {
  return {
    'content-type': contentType(file.mediaType),
    'content-disposition': shown === 'download' ? attachment(file.name) : 'inline',
    'content-security-policy': shown === 'sandboxed' ? sandboxPolicy(pageOrigin) : closedPolicy,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  }
}

/** The headers for bytes that are always saved, never shown. */
export const downloadHeaders = (file: { name: string; mediaType: string }): Record<string, string> =>
  contentHeaders(file, 'download', "'none'")

function contentType(mediaType: string): string {
  const type = bareType(mediaType)
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(type)) return 'application/octet-stream'
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type
}

/** A Content-Disposition that saves under `name`: an ASCII form for old clients, the exact one as RFC 5987 has it. */
export function attachment(name: string): string {
  const last =
    name
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
      .slice(0, 200) || 'file'
  const ascii = last.replace(/[^\w .()+-]/g, '_')
  const exact = encodeURIComponent(last).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`
}
