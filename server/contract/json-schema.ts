import * as z from 'zod'

const readers = new WeakMap<object, z.ZodType>()

/**
 * What is wrong with a value by a JSON schema: one sentence each with the path, at most 50; empty when it conforms.
 * A schema that cannot be read is itself the one error.
 */
export function schemaErrors(schema: unknown, value: unknown): readonly string[] {
  try {
    const result = readerOf(schema).safeParse(value)
    return result.success
      ? []
      : result.error.issues.slice(0, 50).map((issue) => `${pathOf(issue.path)}: ${issue.message}`)
  } catch (error) {
    return [`The schema cannot be used: ${error instanceof Error ? error.message : 'it is not a JSON schema'}`]
  }
}

/** Why a JSON schema cannot be used, or null when it can; for refusing a plan before work starts. */
export function schemaProblem(schema: unknown): string | null {
  try {
    readerOf(schema)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'it is not a JSON schema'
  }
}

function readerOf(schema: unknown): z.ZodType {
  if (typeof schema === 'boolean') return z.fromJSONSchema(schema)
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw new Error('it is not an object')
  const known = readers.get(schema)
  if (known) return known
  const reader = z.fromJSONSchema(schema)
  readers.set(schema, reader)
  return reader
}

const pathOf = (path: readonly PropertyKey[]) =>
  path.length === 0
    ? 'The value'
    : path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
        .join('')
        .replace(/^\./, '')
