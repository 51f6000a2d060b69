import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exportDocx } from './export-docx.ts'

/** The parts of a ZIP archive by name, read from its central directory. */
function unzip(bytes: Uint8Array): Map<string, string> {
  const zip = Buffer.from(bytes)
  const parts = new Map<string, string>()
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20))
    parts.set(name, (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8'))
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return parts
}

const version = {
  title: 'Q3 & <more>',
  versionNumber: 3,
  sha256: 'a'.repeat(64),
  approver: 'Ana',
  approvedAt: Date.UTC(2026, 7, 1),
}

async function documentOf(markdown: string): Promise<string> {
  return unzip(await exportDocx(markdown, version)).get('word/document.xml') ?? ''
}

const words = (xml: string) =>
  xml
    .replace(/<w:br\/>/g, '\n')
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]+>/g, '')

describe('the Word file', () => {
  it('carries title, version, approver, date and hash in its properties', async () => {
    const parts = unzip(await exportDocx('# Report', version))
    const core = parts.get('docProps/core.xml') ?? ''
    expect(core).toContain('<dc:title>Q3 &amp; &lt;more&gt;</dc:title>')
    expect(core).toContain(
      `<dc:description>Version 3, approved by Ana on 2026-08-01. SHA-256 ${version.sha256}</dc:description>`,
    )
    expect(core).toContain('<cp:lastModifiedBy>Ana</cp:lastModifiedBy>')
    expect(core).toContain('<cp:revision>3</cp:revision>')
    const custom = parts.get('docProps/custom.xml') ?? ''
    for (const fact of ['2026-08-01', version.sha256, 'Ana']) expect(custom).toContain(fact)
  })

  it('keeps headings, emphasis, code, quotes and links as text', async () => {
    const xml = await documentOf(
      '# One\n\n**b** *i* ~~s~~ `c` [site](https://a.example)\n\n> quoted\n\n```\nx = 1\ny = 2\n```\n',
    )
    expect(xml).toContain('w:val="Heading1"')
    expect(xml).toMatch(/<w:b\/>.*?>b</)
    expect(xml).toMatch(/<w:i\/>.*?>i</)
    expect(xml).toMatch(/<w:strike\/>.*?>s</)
    expect(xml).toContain('Courier New')
    expect(words(xml)).toContain('site (https://a.example)')
    expect(words(xml)).toContain('x = 1\ny = 2')
    expect(xml).not.toContain('w:hyperlink')
  })

  it('numbers each list anew and nests them', async () => {
    const xml = await documentOf('1. a\n2. b\n   - c\n\ntext\n\n1. d\n')
    const numbers = [...xml.matchAll(/<w:ilvl w:val="(\d)"\/><w:numId w:val="(\d+)"\/>/g)].map(
      (match) => `${match[1]}/${match[2]}`,
    )
    expect(numbers).toHaveLength(4)
    expect(numbers[0]).toBe(numbers[1])
    expect(numbers[2]).toMatch(/^1\//)
    expect(numbers[3]).not.toBe(numbers[0])
  })

  it('keeps tables, task boxes and footnotes', async () => {
    const xml = await documentOf('| a | b |\n|-|-|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\nSee[^1].\n\n[^1]: note\n')
    expect(xml.match(/<w:tc>/g)).toHaveLength(4)
    const text = words(xml)
    for (const shown of ['☑', '☐', 'done', '[1]', 'note']) expect(text).toContain(shown)
  })

  it('F44 hostile markup and characters that XML has no place for are plain text', async () => {
    const xml = await documentOf('a <script>alert(1)</script> ]]> &amp; \u0001\u0007\ud800 end\n\n<w:p>x</w:p>')
    expect(words(xml)).toContain('a &lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;  end')
    expect(words(xml)).toContain('&lt;w:p&gt;x&lt;/w:p&gt;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
  })

  it('S52 a tangle is written letter by letter', async () => {
    expect(words(await documentOf('*a '.repeat(4000)))).toContain('*a *a *a')
  })
})
