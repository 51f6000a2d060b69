import { plainLetters } from '../actions/plain-letters.ts'

const named: Readonly<Record<string, string>> = {
  amp: '&',
  colon: ':',
  tab: '\t',
  newline: '\n',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  lpar: '(',
  rpar: ')',
  num: '#',
  period: '.',
  nbsp: ' ',
}

/** An address the way a browser takes it: character references written out, control characters and blanks around it gone. */
export function plainAddress(written: string): string {
  const text = written
    .slice(0, 4000)
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi, (whole, hex, decimal, name) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
    })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them, wherever they stand
  return text.replace(/[\x00-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, '').trim()
}

/** The scheme of an address in small letters, also where letters of it are disguised; null for a path. */
export function schemeOf(address: string): string | null {
  const readings = [address, decodedHead(address), plainLetters(address.slice(0, 60)).replace(/\s/g, '')]
  const schemes = readings.map(
    (reading) => /^\s*([a-z][a-z0-9+.-]{0,30})\s*:/i.exec(reading)?.[1]?.toLowerCase() ?? null,
  )
  const dangerous = schemes.find(
    (scheme) => scheme !== null && /^(?:javascript|vbscript|livescript|data)$/.test(scheme),
  )
  if (dangerous) return dangerous === 'livescript' ? 'javascript' : dangerous
  // `note.md:12` and `C:` are no schemes.
  return schemes[0]?.includes('.') ? null : (schemes[0] ?? null)
}

function decodedHead(address: string): string {
  return address
    .slice(0, 200)
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\s/g, '')
}

const standIns =
  /^(?:.*\.)?(?:example\.(?:com|org|net|edu)|(?:example|test|invalid|localhost|local)|your-?(?:domain|site|company|website|url|link|app|org|server)\w*(?:\.\w+)?|(?:my|the)-?(?:domain|website|company)\.(?:com|org|net)|domain\.(?:com|tld)|(?:via\.)?placeholder\.com|placehold\.(?:co|it)|xxx+\.\w+|foo(?:bar)?\.com|todo\.\w+)$/i

/** What is wrong with a host as a sentence: it stands for another one, is a machine of one's own, or is written in look-alike letters; null for a real one. */
export function hostProblem(host: string): string | null {
  const plain = host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (
    /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2})$/.test(
      plain,
    )
  )
    return `The host ${plain} is a machine of one’s own network.`
  if (standIns.test(plain)) return `The host ${plain} stands in for a real one.`
  if (plainLetters(plain) !== plain && !/[^\x20-\x7f]/.test(plainLetters(plain)))
    return `The host ${plain} is written in letters that look like others.`
  if (!/[.:]/.test(plain)) return `The host ${plain} has no domain.`
  return null
}
