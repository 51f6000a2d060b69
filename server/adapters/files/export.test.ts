import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { exportHtml } from './export.ts'

type Tag = { name: string; attributes: Record<string, string> }

function tagsOf(html: string): Tag[] {
  const tags: Tag[] = []
  new Parser({ onopentag: (name, attributes) => void tags.push({ name, attributes }) }).end(html)
  return tags
}

describe('the exported page', () => {
  const version = {
    title: 'Q3 </title><script>alert(1)</script>',
    versionNumber: 3,
    sha256: 'a'.repeat(64),
    approver: 'Ana "A" <b>',
    approvedAt: Date.UTC(2026, 7, 1, 12),
  }

  it('carries title, version, approver, date and hash, and loads nothing', () => {
    const html = exportHtml('# Report\n\n![x](https://evil.example/a.png) <script>alert(2)</script>', version)
    const tags = tagsOf(html)
    const meta = Object.fromEntries(
      tags.filter((tag) => tag.name === 'meta').map(({ attributes: { name, content } }) => [name, content]),
    )
    expect(meta).toMatchObject({
      version: '3',
      approver: 'Ana "A" <b>',
      approved: '2026-08-01',
      sha256: version.sha256,
    })
    expect(meta.description).toBe(`Version 3, approved by Ana "A" <b> on 2026-08-01. SHA-256 ${version.sha256}`)
    expect(tags.some((tag) => ['script', 'img', 'link', 'b', 'iframe'].includes(tag.name))).toBe(false)
    expect(html).toContain("default-src 'none'")
    expect(html).toContain('<title>Q3 &lt;/title&gt;')
  })

  it('says so when nobody approved it', () => {
    const html = exportHtml('x', { ...version, approver: null, approvedAt: null })
    expect(html).toContain('Version 3, not approved.')
    expect(html).not.toContain('name="approver"')
  })
})
