import { extensionOf } from './names.ts'

// What the first bytes say; offset 0 unless given.
const signatures: readonly { type: string; label: string; hex: string; at?: number }[] = [
  { type: 'application/pdf', label: 'a PDF', hex: '255044462d' },
  { type: 'image/png', label: 'a PNG picture', hex: '89504e470d0a1a0a' },
  { type: 'image/jpeg', label: 'a JPEG picture', hex: 'ffd8ff' },
  { type: 'image/gif', label: 'a GIF picture', hex: '47494638' },
  { type: 'image/webp', label: 'a WebP picture', hex: '57454250', at: 8 },
  { type: 'application/zip', label: 'a ZIP archive', hex: '504b0304' },
  { type: 'application/zip', label: 'an empty ZIP archive', hex: '504b0506' },
  { type: 'application/gzip', label: 'a gzip archive', hex: '1f8b' },
  { type: 'application/x-7z-compressed', label: 'a 7z archive', hex: '377abcaf271c' },
  { type: 'application/vnd.rar', label: 'a RAR archive', hex: '526172211a07' },
  { type: 'application/x-ole-storage', label: 'an old Office file', hex: 'd0cf11e0a1b11ae1' },
  { type: 'application/x-elf', label: 'a program', hex: '7f454c46' },
  { type: 'application/x-msdownload', label: 'a program', hex: '4d5a9000' },
  { type: 'application/vnd.sqlite3', label: 'a database', hex: '53514c69746520666f726d6174203300' },
  { type: 'video/mp4', label: 'a video', hex: '66747970', at: 4 },
  { type: 'audio/mpeg', label: 'a sound', hex: '494433' },
  { type: 'audio/ogg', label: 'a sound', hex: '4f676753' },
]

const office: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}

const textTypes: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  markdown: 'text/markdown',
  txt: 'text/plain',
  text: 'text/plain',
  log: 'text/plain',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  html: 'text/html',
  htm: 'text/html',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  diff: 'text/x-diff',
  patch: 'text/x-diff',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  css: 'text/css',
  js: 'text/javascript',
  mjs: 'text/javascript',
  ts: 'text/plain',
  tsx: 'text/plain',
  jsx: 'text/plain',
  py: 'text/plain',
  sql: 'text/plain',
  sh: 'text/plain',
  toml: 'text/plain',
}

/** What the first bytes of a file say it is, or null; an Office file is told from a plain archive by its name and parts. */
export function binaryType(name: string, bytes: Uint8Array): { type: string; label: string } | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096))
  const found = signatures.find(({ hex, at = 0 }) => head.subarray(at, at + hex.length / 2).toString('hex') === hex)
  if (!found) return null
  const extension = extensionOf(name)
  const part = office[extension]
  if (found.type === 'application/zip' && part && head.includes('[Content_Types].xml'))
    return { type: part, label: `an Office file (${extension})` }
  return { type: found.type, label: found.label }
}

/** Whether a name or declared type promises text. */
export function promisesText(name: string, declaredType: string): boolean {
  const byName = textTypes[extensionOf(name)] !== undefined
  return byName || /^(?:text\/|application\/(?:json|xml|yaml)|.*\+(?:json|xml)$)/.test(declaredType)
}

/** The media type of a text by its content, then its name, then what was declared; what begins like a web page is one. */
export function textType(name: string, declaredType: string, text: string): string {
  const start = text.slice(0, 4096).trimStart()
  if (
    /^(?:<\?xml[^>]{0,500}\?>\s{0,100})?(?:<!--[^>]{0,1000}-->\s{0,100}|<!doctype svg[^>]{0,500}>\s{0,100})?<svg[\s>]/i.test(
      start,
    )
  )
    return 'image/svg+xml'
  if (/^(?:<!--[^>]{0,1000}-->\s{0,100})?<(?:!doctype html|html|head|body|script|iframe)[\s>]/i.test(start))
    return 'text/html'
  const byName = textTypes[extensionOf(name)]
  if (byName) return byName
  return /^(?:text\/[\w.+-]+|application\/(?:json|xml|yaml))$/.test(declaredType) ? declaredType : 'text/plain'
}
