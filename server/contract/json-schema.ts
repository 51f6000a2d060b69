import * as z from 'zod'
import { patternCost } from '../domain/text/pattern.ts'
import { plainIssue } from './plain-issue.ts'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]
type Reader = { type: z.ZodType; cost: number }

const readers = new WeakMap<object, Reader>()

// By the cost of a schema's patterns: how long one string and all strings together may be, so that matching ends in about a second.
const matched = [
  { longest: Number.POSITIVE_INFINITY, together: Number.POSITIVE_INFINITY },
  { longest: Number.POSITIVE_INFINITY, together: Number.POSITIVE_INFINITY },
  { longest: 1000, together: 1024 * 1024 },
  { longest: 200, together: 64 * 1024 },
] as const

/**
 * What is wrong with a value by a JSON schema: one sentence each with the path, at most 50; empty when it conforms.
 * A schema that cannot be used is itself the one error.
 */
export function schemaErrors(schema: unknown, value: unknown): readonly string[] {
  try {
    const { type, cost } = readerOf(schema)
    if (!fitForMatching(value, cost))
      return ['The value has strings too long to be matched with the patterns of its schema.']
    const result = type.safeParse(value, { error: plainIssue })
    if (result.success) return []
    return result.error.issues.slice(0, 50).map((issue) => `${pathOf(issue.path)}: ${issue.message}`)
  } catch (error) {
    return [`The schema cannot be used: ${reasonOf(error)}.`]
  }
}

/** Why a JSON schema cannot be used, or null when it can; asked before a plan is accepted. */
export function schemaProblem(schema: unknown): string | null {
  try {
    readerOf(schema)
    return null
  } catch (error) {
    return reasonOf(error)
  }
}

function readerOf(schema: unknown): Reader {
  if (!isSchema(schema)) throw new TypeError('it is neither an object nor true or false')
  if (typeof schema === 'boolean') return { type: z.fromJSONSchema(schema), cost: 0 }
  const known = readers.get(schema)
  if (known) return known
  const costs = patternsIn(schema).map((pattern) => {
    const cost = patternCost(pattern)
    if (typeof cost === 'string') throw new TypeError(`the pattern ${pattern.slice(0, 80)} is refused, ${cost}`)
    return cost
  })
  const reader = { type: z.fromJSONSchema(schema), cost: Math.max(0, ...costs) }
  readers.set(schema, reader)
  return reader
}

const isSchema = (schema: unknown): schema is JsonSchema =>
  typeof schema === 'boolean' || (typeof schema === 'object' && schema !== null && !Array.isArray(schema))

function patternsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'pattern' && typeof value === 'string') return [value]
    const keys = key === 'patternProperties' && typeof value === 'object' && value !== null ? Object.keys(value) : []
    return [...keys, ...patternsIn(value)]
  })
}

function fitForMatching(value: unknown, cost: number): boolean {
  const most = matched[cost]
  if (!most || most.longest === Number.POSITIVE_INFINITY) return true
  let total = 0
  const fits = (part: unknown): boolean => {
    if (typeof part === 'string') {
      total += part.length
      return part.length <= most.longest && total <= most.together
    }
    if (typeof part !== 'object' || part === null) return true
    return Object.entries(part).every(([key, inner]) => fits(key) && fits(inner))
  }
  return fits(value)
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message.slice(0, 300) : 'it is not a JSON schema')

const pathOf = (path: readonly PropertyKey[]) =>
  path.length === 0
    ? 'The value'
    : path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
        .join('')
        .replace(/^\./, '')
