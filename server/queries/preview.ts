import type { PreviewView } from '../contract/views.ts'
import type { Actor } from '../domain/permission.ts'
import { tooLargeToDraw } from '../domain/picture.ts'
import { sharedPool } from '../store/pool.ts'
import { readableVersion } from './version-detail.ts'
import { bareType, bytesOf, fileOf, type StoredFile, textOf } from './version-text.ts'

/** Renders Markdown to sanitised HTML. */
type RenderMarkdown = (markdown: string) => string

export type PreviewTools = {
  renderMarkdown: RenderMarkdown
  parseCsv: (text: string) => { header: string[]; rows: string[][] }
  /** A short-lived address of a file's bytes, for the sandboxed frame. */
  linkTo: (file: Pick<StoredFile, 'name' | 'mediaType' | 'sha256'>, roomId: string) => string
}

// A larger file is offered for download only: a page with more in it stops answering.
const largestShown = 2 * 1024 * 1024

const framed: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml', 'image/svg+xml'])

/** One file of a version, ready to show: the main file, or the one named. */
export async function preview(
  actor: Actor,
  versionId: string,
  fileName: string | null,
  tools: PreviewTools,
): Promise<PreviewView | null> {
  const version = await readableVersion(actor, versionId)
  const stored = version && fileOf(version, fileName)
  if (!version || !stored) return null
  const { name, mediaType, size, sha256 } = stored
  const kind = size > largestShown ? 'binary' : kindOf(mediaType)
  const isFramed =
    kind === 'html' || (kind === 'binary' && mediaType.startsWith('image/') && (await canBeDrawn(stored)))
  const text = kind === 'binary' ? null : await textOf(sharedPool(), stored)
  return {
    versionId,
    file: { name, mediaType, size, sha256 },
    kind: text === null ? 'binary' : kind,
    text,
    html: kind === 'markdown' && text !== null ? tools.renderMarkdown(text) : null,
    rows: kind === 'csv' && text !== null ? table(tools.parseCsv(text)) : null,
    frameUrl: isFramed ? tools.linkTo({ name, mediaType, sha256 }, version.roomId) : null,
  }
}

/** A picture may be few bytes and take all the memory that a window has. */
async function canBeDrawn(file: StoredFile): Promise<boolean> {
  const bytes = await bytesOf(sharedPool(), file)
  return bytes !== null && !tooLargeToDraw(bytes)
}

const table = ({ header, rows }: ReturnType<PreviewTools['parseCsv']>) => [header, ...rows]

function kindOf(mediaType: string): PreviewView['kind'] {
  const type = bareType(mediaType)
  if (framed.has(type)) return 'html'
  if (type === 'text/markdown') return 'markdown'
  if (type === 'text/csv') return 'csv'
  if (type === 'application/json' || type.endsWith('+json')) return 'json'
  return type.startsWith('text/') || type === 'application/xml' || type === 'application/yaml' ? 'text' : 'binary'
}
