import * as z from 'zod'

// What OpenAPI documents are put together from.

export type Json = Record<string, unknown>

/** A zod schema as the caller has to meet it. */
export const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  return rest
}
export const json = (schema: Json) => ({ 'application/json': { schema } })
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
export const anything: Json = { type: 'object' }
export const answers = (schema: Json, more: Json = {}, status = 200): Json => ({
  [status]: { description: 'done', content: json(schema) },
  ...more,
  default: { description: 'a problem (RFC 9457)', content: { 'application/problem+json': { schema: ref('Problem') } } },
})
export const object = (properties: Json): Json => ({ type: 'object', properties, required: Object.keys(properties) })
export const text: Json = { type: 'string' }
export const number: Json = { type: 'number' }
export const nullable = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] })

const inPath = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: text }))
export const inQuery = (name: string, schema: Json = text) => ({ name, in: 'query', schema })
export const inHeader = (name: string, description: string, required = false) => ({
  ...{ name, in: 'header', schema: text, description },
  ...(required ? { required } : {}),
})
export const idempotencyKey = inHeader(
  'Idempotency-Key',
  'Kept 7 days: the same key again gets the first answer again.',
)

type Call = {
  summary: string
  body?: z.ZodType
  answer?: Json
  more?: Json
  /** 200 unless it is another. */
  status?: number
  parameters?: object[]
  security?: object[]
}
export const person = [{ personal: [] }, { session: [] }]
export const agent = [{ attempt: [] }, { agent: [] }]

/** One operation; its path's parameters are read from the path. */
export const operation = (
  path: string,
  { summary, body, answer = anything, more, status, parameters = [], security }: Call,
): Json => ({
  summary,
  ...(security ? { security } : {}),
  parameters: [...inPath(path), ...parameters],
  ...(body ? { requestBody: { required: true, content: json(schemaOf(body)) } } : {}),
  responses: answers(answer, more, status),
})
