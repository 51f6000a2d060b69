import type { ExportedVersion } from '../../domain/version.ts'
import { escapeHtml, renderMarkdown } from './markdown.ts'

/** One sentence on which version this is: number, approval, hash. */
export function provenance({ versionNumber, approver, approvedAt, sha256 }: ExportedVersion): string {
  const date = approvedAt === null ? '' : ` on ${dayOf(approvedAt)}`
  return `Version ${versionNumber}, ${approver === null ? 'not approved' : `approved by ${approver}${date}`}. SHA-256 ${sha256}`
}

/** The day of a moment, as 2026-08-01 in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

const style = `
:root { color-scheme: light dark }
body { font: 17px/1.6 Charter, Georgia, serif; max-width: 44rem; margin: 3rem auto; padding: 0 1.5rem; overflow-wrap: break-word }
h1, h2, h3, h4 { line-height: 1.25; margin-top: 2em }
h1:first-child { margin-top: 0 }
code, pre { font: 0.88em/1.5 ui-monospace, monospace }
pre { overflow-x: auto; padding: 1em; border: 1px solid #8884; white-space: pre-wrap }
blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid #8886 }
table { border-collapse: collapse }
th, td { border: 1px solid #8886; padding: 0.3em 0.6em; text-align: left; vertical-align: top }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid #8884; font-size: 0.8em }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
@media print { body { margin: 0; max-width: none } }
`

/** Markdown as one HTML file that needs and loads nothing else; version, approver, date and hash stand in its head and foot. */
export function exportHtml(markdown: string, version: ExportedVersion): string {
  const meta: readonly (readonly [string, string])[] = [
    ['version', String(version.versionNumber)],
    ...(version.approver === null ? [] : ([['approver', version.approver]] as const)),
    ...(version.approvedAt === null ? [] : ([['approved', dayOf(version.approvedAt)]] as const)),
    ['sha256', version.sha256],
    ['description', provenance(version)],
    ['referrer', 'no-referrer'],
  ]
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(version.title)}</title>
${meta.map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`).join('\n')}
<style>${style}</style>
</head>
<body>
${renderMarkdown(markdown)}
<footer>${escapeHtml(provenance(version))}</footer>
</body>
</html>
`
}
