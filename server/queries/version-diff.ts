import { presentComment } from '../contract/present.ts'
import type { DiffView } from '../contract/views.ts'
import type { Actor } from '../domain/permission.ts'
import { findAnchor } from '../domain/text/anchor.ts'
import type { Version } from '../domain/version.ts'
import { sharedPool } from '../store/pool.ts'
import { readCommentsOn } from '../store/reads/version.ts'
import { readableVersion } from './version-detail.ts'
import { fileOf, textOf } from './version-text.ts'
import { flatDiff, wordDiff } from './word-diff.ts'

/** What changed from one version to another of the same task or deliverable, and where the comments on the older one went. */
export async function versionDiff(actor: Actor, versionId: string, baseId: string): Promise<DiffView | null> {
  const [version, base] = await Promise.all([readableVersion(actor, versionId), readableVersion(actor, baseId)])
  if (!version || !base || !comparable(version, base)) return null
  const [after, before, comments] = await Promise.all([
    mainText(version),
    mainText(base),
    readCommentsOn(sharedPool(), base),
  ])
  return {
    base: { id: base.id, number: base.number },
    version: { id: version.id, number: version.number },
    ...flatDiff(wordDiff(before, after)),
    comments: comments.map((comment) => ({ ...presentComment(comment), fate: fateOf(findAnchor(after, comment)) })),
  }
}

const comparable = (one: Version, other: Version) =>
  one.taskId === other.taskId || (one.deliverableId !== null && one.deliverableId === other.deliverableId)

async function mainText(version: Version): Promise<string> {
  const file = fileOf(version, null)
  return (file && (await textOf(sharedPool(), file))) ?? ''
}

type Fate = DiffView['comments'][number]['fate']
const fates = { exact: 'same', moved: 'moved', fuzzy: 'changed' } as const satisfies Record<string, Fate>
const fateOf = (found: ReturnType<typeof findAnchor>): Fate => (found ? fates[found.how] : 'gone')
