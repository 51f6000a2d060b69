import type { Actor } from '../domain/permission.ts'
import type { ExportedVersion } from '../domain/version.ts'
import { sharedPool } from '../store/pool.ts'
import { findApproval, readTitle } from '../store/reads/version.ts'
import { readableVersion } from './version-detail.ts'
import { bareType, fileOf, textOf } from './version-text.ts'

export type ExportDocument = { markdown: string; version: ExportedVersion }

/** A version's main file as a document to take away; 'not_text' when it is none that could become one; null: no such version. */
export async function exportDocument(actor: Actor, versionId: string): Promise<ExportDocument | 'not_text' | null> {
  const version = await readableVersion(actor, versionId)
  const file = version && fileOf(version, null)
  if (!version || !file) return null
  if (!/^text\/(markdown|plain)$/.test(bareType(file.mediaType))) return 'not_text'
  const pool = sharedPool()
  const [markdown, approval, title] = await Promise.all([
    textOf(pool, file),
    findApproval(pool, version),
    readTitle(pool, version),
  ])
  if (markdown === null) return 'not_text'
  const { number, sha256 } = version
  const [approver, approvedAt] = [approval?.name ?? null, approval?.at ?? null]
  return { markdown, version: { title, versionNumber: number, sha256, approver, approvedAt } }
}

/** The Markdown file of a document: its text under a front matter that says which version it is and who approved it. */
export function markdownFile({ markdown, version }: ExportDocument): string {
  const { title, versionNumber, sha256, approver, approvedAt } = version
  const lines = [
    '---',
    `title: ${JSON.stringify(title)}`,
    `version: ${versionNumber}`,
    ...(approver === null ? [] : [`approver: ${JSON.stringify(approver)}`]),
    ...(approvedAt === null ? [] : [`approved: ${new Date(approvedAt).toISOString()}`]),
    `sha256: ${sha256}`,
    '---',
    '',
  ]
  return `${lines.join('\n')}\n${markdown}`
}
