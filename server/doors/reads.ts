import type { IncomingHttpHeaders } from 'node:http'
import * as z from 'zod'
import { weightsText } from '../contract/commands/matching.ts'
import { id as idText } from '../contract/fields.ts'
import { eventPage } from '../contract/live.ts'
import { plainIssue } from '../contract/plain-issue.ts'
import { refuse } from '../contract/problems.ts'
import { stalePolicies } from '../domain/goal.ts'
import type { Actor, Verb } from '../domain/permission.ts'
import type { ExportedVersion } from '../domain/version.ts'
import { agentDetail } from '../queries/agent-detail.ts'
import { blast } from '../queries/blast.ts'
import { agentDeliveries, deliveryDetail } from '../queries/deliveries.ts'
import { findInWorkspace, foundPage } from '../queries/find.ts'
import { inbox } from '../queries/inbox.ts'
import { eventsAfter } from '../queries/log.ts'
import { goalPlans } from '../queries/plans.ts'
import { type PreviewTools, preview } from '../queries/preview.ts'
import { goalTimeline, roomStory, storyPage } from '../queries/replay-story.ts'
import { messagePage, roomMessages } from '../queries/room-messages.ts'
import { goalTaskPage, roomFirstView, roomSnapshot } from '../queries/room-snapshot.ts'
import { drillReport, goalScorecard, roomScorecard } from '../queries/scorecard.ts'
import { goalShadow } from '../queries/shadow.ts'
import { type FileBytes, roomFileBytes, sourceText, versionBytes } from '../queries/source-text.ts'
import { versionDetail } from '../queries/version-detail.ts'
import { versionDiff } from '../queries/version-diff.ts'
import { type ExportDocument, exportDocument, markdownFile } from '../queries/version-export.ts'
import { attemptDetail, taskDetail } from '../queries/work.ts'
import { workspaceSnapshot } from '../queries/workspace-snapshot.ts'
import { type ContentKeys, contentLink } from './content.ts'
import { downloadHeaders } from './file-headers.ts'
import { type Door, jsonReply, problemReply, type Reply } from './http.ts'
import { beyondScope } from './kit.ts'

export type ReadDeps = ContentKeys &
  Omit<PreviewTools, 'linkTo'> & {
    callerOf(headers: IncomingHttpHeaders): Promise<Actor | null>
    exporters: {
      html(markdown: string, version: ExportedVersion): string
      docx(markdown: string, version: ExportedVersion): Promise<Uint8Array>
    }
    /** What an agent is told at `GET /attempts/{id}`: its assignment with the current state, or null. */
    assignment?(actor: Extract<Actor, { kind: 'agent' }>, attemptId: string): Promise<unknown>
  }

const number = z.coerce.number().int().min(0).max(2_147_483_647)
const typeName = z
  .string()
  .regex(/^[a-z_.]{1,60}$/)
  .optional()
const nothing = z.strictObject({})
const eventsQuery = z.strictObject({
  after: number.default(0),
  limit: number.min(1).max(eventPage).default(eventPage),
})
const typeNames = z
  .string()
  .regex(/^[a-z_.,]{1,4000}$/)
  .transform((all) => all.split(','))
  .optional()
const storyQuery = z.strictObject({
  before: number.optional(),
  limit: number.min(1).max(storyPage.most).default(storyPage.usual),
  goal: idText.optional(),
  task: idText.optional(),
  by: idText.optional(),
  kind: z.enum(['member', 'agent', 'coordinator']).optional(),
  types: typeNames,
  without: typeNames,
})
const messagesQuery = z.strictObject({
  before: idText.optional(),
  limit: number.min(1).max(messagePage.most).default(messagePage.usual),
})
const findQuery = z.strictObject({
  q: z.string().max(200).default(''),
  limit: number.min(1).max(foundPage.most).default(foundPage.usual),
})
const tasksQuery = z.strictObject({ after: number.default(0) })
const agentQuery = z.strictObject({ before: idText.optional() })
const deliveriesQuery = z.strictObject({
  status: z.enum(['failed', 'delivered']).optional(),
  type: typeName,
  before: idText.optional(),
})
const fileQuery = z.strictObject({ file: z.string().max(1000).optional() })
const blastQuery = z.strictObject({ stale: z.enum(stalePolicies).optional() })
const diffQuery = z.strictObject({ base: idText })
const shadowQuery = z.strictObject({ weights: weightsText.optional() })
const exportQuery = z.strictObject({ format: z.enum(['md', 'html', 'docx']) })

/** What one read is asked: who asks, the path's ids, and the checked query. */
type Asked<Q> = { actor: Actor; id: string; second: string; query: Q }

/** Every door that only reads. Unknown and forbidden things get one answer: 404. */
export function createReadDoors(deps: ReadDeps): Door[] {
  const get = <Q>(path: string, schema: z.ZodType<Q>, answer: (asked: Asked<Q>) => Promise<unknown>): Door => ({
    method: 'GET',
    path: `/api/v1/${path}`,
    async handle({ headers, params, query }) {
      const actor = await deps.callerOf(headers)
      if (!actor) return problemReply(refuse('unauthenticated', 'Sign in, or send a token that is valid.'))
      const refused = beyondScope(actor, readVerb(path))
      if (refused) return refused
      const checked = schema.safeParse(Object.fromEntries(query), { error: plainIssue })
      if (!checked.success) return wrongQuery(checked.error)
      const [id = '', second = ''] = Object.values(params)
      const answered = await answer({ actor, id, second, query: checked.data })
      if (answered === null || answered === undefined) return notFound()
      return answered instanceof Ready ? answered.reply : jsonReply(answered)
    },
  })

  return [
    get('rooms/:id/snapshot', nothing, ({ actor, id }) => roomSnapshot(actor, id)),
    get('rooms/:id/view', nothing, ({ actor, id }) => roomFirstView(actor, id)),
    get('rooms/:id/events', eventsQuery, ({ actor, id, query }) =>
      eventsAfter(actor, { roomId: id }, query.after, query.limit),
    ),
    get('rooms/:id/story', storyQuery, ({ actor, id, query }) => roomStory(actor, id, query)),
    get('rooms/:id/messages', messagesQuery, ({ actor, id, query: { before, limit } }) =>
      roomMessages(actor, id, { before: before ?? null, limit }),
    ),
    get('rooms/:id/files/:fileId', nothing, async ({ actor, id, second }) =>
      download(await roomFileBytes(actor, id, second)),
    ),
    get('workspaces/:id/snapshot', nothing, ({ actor, id }) => workspaceSnapshot(actor, id)),
    get('workspaces/:id/events', eventsQuery, ({ actor, id, query }) =>
      eventsAfter(actor, { workspaceId: id }, query.after, query.limit),
    ),
    get('workspaces/:id/inbox', nothing, ({ actor, id }) => inbox(actor, id)),
    get('workspaces/:id/find', findQuery, ({ actor, id, query }) => findInWorkspace(actor, id, query)),
    get('goals/:id/tasks', tasksQuery, ({ actor, id, query: { after } }) => goalTaskPage(actor, id, after)),
    get('goals/:id/timeline', nothing, ({ actor, id }) => goalTimeline(actor, id)),
    get('goals/:id/plans', nothing, ({ actor, id }) => goalPlans(actor, id)),
    get('tasks/:id/blast', blastQuery, ({ actor, id, query }) => blast(actor, id, query.stale)),
    get('goals/:id/shadow', shadowQuery, ({ actor, id, query }) => goalShadow(actor, id, query.weights)),
    get('goals/:id/scorecard', nothing, ({ actor, id }) => goalScorecard(actor, id)),
    get('rooms/:id/scorecard', nothing, ({ actor, id }) => roomScorecard(actor, id)),
    get('drills/:id', nothing, ({ actor, id }) => drillReport(actor, id)),
    get('tasks/:id', nothing, ({ actor, id }) => taskDetail(actor, id)),
    get('attempts/:id', nothing, async ({ actor, id }) =>
      actor.kind === 'agent' ? deps.assignment?.(actor, id) : attemptDetail(actor, id),
    ),
    get('versions/:id', nothing, ({ actor, id }) => versionDetail(actor, id)),
    get('versions/:id/content', fileQuery, async ({ actor, id, query }) =>
      download(await versionBytes(actor, id, query.file ?? null)),
    ),
    get('versions/:id/preview', fileQuery, ({ actor, id, query }) =>
      preview(actor, id, query.file ?? null, {
        renderMarkdown: deps.renderMarkdown,
        parseCsv: deps.parseCsv,
        linkTo: (file, roomId) =>
          contentLink(file, actor.kind === 'member' ? { userId: actor.userId, roomId } : null, deps),
      }),
    ),
    get('versions/:id/diff', diffQuery, ({ actor, id, query }) => versionDiff(actor, id, query.base)),
    get('versions/:id/export', exportQuery, async ({ actor, id, query }) => {
      const document = await exportDocument(actor, id)
      return document === 'not_text' ? notText : document && exported(document, query.format, deps.exporters)
    }),
    get('sources/:roomId/:inputId', nothing, ({ actor, id, second }) => sourceText(actor, id, second)),
    get('agents/:id', agentQuery, ({ actor, id, query }) => agentDetail(actor, id, query.before ?? null)),
    get('agents/:id/deliveries', deliveriesQuery, ({ actor, id, query: { status, type, before } }) =>
      agentDeliveries(actor, id, { status: status ?? null, type: type ?? null, before: before ?? null }),
    ),
    get('deliveries/:id', nothing, ({ actor, id }) => deliveryDetail(actor, id)),
  ]
}

/** The right that a read asks for, by the first word of its path. */
function readVerb(path: string): Verb {
  if (path.startsWith('workspaces')) return 'workspace.read'
  return /^(deliveries|agents\/:id\/deliveries)/.test(path)
    ? 'delivery.read'
    : path.startsWith('agents')
      ? 'agent.read'
      : 'room.read'
}

/** A reply that is not JSON. */
class Ready {
  readonly reply: Reply
  constructor(reply: Reply) {
    this.reply = reply
  }
}

const notFound = () => problemReply(refuse('not_found', 'There is nothing here, or it is not yours to see.'))

function wrongQuery(error: z.ZodError): Reply {
  const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  return problemReply(refuse('invalid', 'The address has parameters that are not right.', errors))
}

const download = (file: FileBytes | null): Ready | null =>
  file && new Ready({ status: 200, headers: downloadHeaders(file), bytes: file.bytes })

const notText = new Ready(
  problemReply(refuse('conflict', 'Only Markdown and plain text can be exported. Download this version as it is.')),
)

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

async function exported(
  document: ExportDocument,
  format: 'md' | 'html' | 'docx',
  { html, docx }: ReadDeps['exporters'],
): Promise<Ready | null> {
  const { markdown, version } = document
  const name = `${version.title} v${version.versionNumber}.${format}`
  if (format === 'docx') return download({ name, mediaType: docxType, bytes: await docx(markdown, version) })
  const text = format === 'md' ? markdownFile(document) : html(markdown, version)
  return download({ name, mediaType: format === 'md' ? 'text/markdown' : 'text/html', bytes: Buffer.from(text) })
}
