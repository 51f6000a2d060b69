import { eventPage } from '../contract/live.ts'
import { foundPage } from '../queries/find.ts'
import { storyPage } from '../queries/replay-story.ts'
import { messagePage } from '../queries/room-messages.ts'
import { agent, inQuery, type Json, operation, person, text } from './openapi-parts.ts'

/** A door that only reads, as an OpenAPI path. */
const read = (path: string, summary: string, security: object[], parameters: object[] = [], answer?: Json) => ({
  [path]: { get: operation(path, { summary, security, parameters, ...(answer ? { answer } : {}) }) },
})

const bytes = (path: string, summary: string, security: object[], parameters: object[] = []) => {
  const { responses, ...rest } = operation(path, { summary, security, parameters })
  const file = { description: 'the bytes', content: { '*/*': {} } }
  return { [path]: { get: { ...rest, responses: { ...(responses as Json), 200: file } } } }
}

const either = [...person, { agent: [] }]
const count = (maximum: number): Json => ({ type: 'integer', minimum: 1, maximum })
const from: Json = { type: 'integer', minimum: 0 }
const events = [inQuery('after', from), inQuery('limit', count(eventPage))]
const oneOf = inQuery('file')
const stale = inQuery('stale', { enum: ['redo', 'keep', 'ask'] })
const story = [
  ...[
    inQuery('before', from),
    inQuery('limit', count(storyPage.most)),
    inQuery('goal'),
    inQuery('task'),
    inQuery('by'),
  ],
  ...[inQuery('kind', { enum: ['member', 'agent', 'coordinator'] }), inQuery('types'), inQuery('without')],
]

/** Every door that only reads, but for those an agent has for itself. */
export function readPaths(): Json {
  const v1 = '/api/v1'
  return {
    ...read(`${v1}/me`, 'Who the caller is, with workspaces and rooms.', person),
    ...read(`${v1}/workspaces/{id}/snapshot`, 'A workspace at one moment: members, agents, rooms, settings.', person),
    ...read(`${v1}/workspaces/{id}/events`, 'A workspace’s log after a number.', person, events),
    ...read(`${v1}/workspaces/{id}/inbox`, 'What waits for the caller, oldest first within a kind.', person),
    ...read(
      `${v1}/workspaces/{id}/find`,
      'Rooms, goals, tasks, deliverables, agents and people that are called so, or T-21 by its number.',
      person,
      [inQuery('q'), inQuery('limit', count(foundPage.most))],
    ),
    ...read(`${v1}/rooms/{id}/snapshot`, 'A room at one moment.', either),
    ...read(
      `${v1}/rooms/{id}/view`,
      'A room as a window opens with it: a snapshot with few tasks; `lacking` names the goals whose others come in pages.',
      either,
    ),
    ...read(`${v1}/rooms/{id}/events`, 'A room’s log after a number.', either, events),
    ...read(
      `${v1}/rooms/{id}/messages`,
      'The last messages of a room, or those before one of them; oldest first.',
      either,
      [...[inQuery('before'), inQuery('limit', count(messagePage.most))]],
    ),
    ...read(
      `${v1}/rooms/{id}/story`,
      'What happened in a room, newest first, filtered; `nextBefore` asks for more.',
      person,
      story,
    ),
    ...read(`${v1}/rooms/{id}/scorecard`, 'The scorecard of a whole room, with its drills.', person),
    ...bytes(`${v1}/rooms/{id}/files/{fileId}`, 'A file of a room.', person),
    ...read(
      `${v1}/goals/{id}/tasks`,
      'The tasks of a goal in the order of their numbers, a page at a time; `next` asks for more.',
      either,
      [inQuery('after', { type: 'integer', minimum: 0 })],
    ),
    ...read(`${v1}/goals/{id}/timeline`, 'Every attempt of a goal with its moments.', either),
    ...read(`${v1}/goals/{id}/plans`, 'Every version of a goal’s plan with what it changed.', person),
    ...read(`${v1}/goals/{id}/scorecard`, 'What a goal came to, each figure with what it was counted from.', person),
    ...read(`${v1}/tasks/{id}`, 'A task with its attempts and dossier.', person),
    ...read(`${v1}/tasks/{id}/blast`, 'What is touched if the task’s result no longer counts.', person, [stale]),
    ...read(
      `${v1}/attempts/{id}`,
      'For agents the assignment with its current state; for people the attempt with its story.',
      [...agent, ...person],
    ),
    ...read(`${v1}/versions/{id}`, 'A version with checks, sources and lineage.', person),
    ...bytes(`${v1}/versions/{id}/content`, 'A version’s bytes, or those of one of its files.', person, [oneOf]),
    ...read(`${v1}/versions/{id}/preview`, 'A version as it is shown, without anything that runs.', person, [oneOf]),
    ...read(`${v1}/versions/{id}/diff`, 'What a version changed since another.', person, [
      { ...inQuery('base'), required: true },
    ]),
    ...bytes(`${v1}/versions/{id}/export`, 'A text version in another format.', person, [
      { ...inQuery('format', { enum: ['md', 'html', 'docx'] }), required: true },
    ]),
    ...read(`${v1}/sources/{roomId}/{inputId}`, 'The text that a source quotes from.', person),
    ...read(`${v1}/agents/{id}`, 'An agent with its rooms, its record by skill and its runs, newest first.', person, [
      inQuery('before'),
    ]),
    ...read(`${v1}/agents/{id}/deliveries`, 'What was sent to an agent and what it answered, newest first.', person, [
      ...[inQuery('status', { enum: ['failed', 'delivered'] }), inQuery('type'), inQuery('before')],
    ]),
    ...read(`${v1}/deliveries/{id}`, 'One try in full: request, answer, error class.', person),
    ...read(`${v1}/drills/{id}`, 'A drill: what was expected and seen, and its figures.', person),
    ...bytes(`${v1}/content/{token}`, 'Bytes by a short-lived link.', []),
    ...read(`${v1}/inputs/{token}`, 'The inputs of an assignment by link.', [], [], {
      type: 'array',
      items: { type: 'object' },
    }),
    ...read('/healthz', 'The process is alive.', [], [], { type: 'object', properties: { status: text } }),
    ...read('/readyz', 'The database is reachable and migrated.', [], [], {
      type: 'object',
      properties: { status: text },
    }),
  }
}
