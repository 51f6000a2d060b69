import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { schemaErrors } from './json-schema.ts'
import { plainIssue } from './plain-issue.ts'

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: plainIssue }).error?.issues.map((issue) => issue.message)

describe('what is wrong with a value is said in plain words', () => {
  it.each([
    [z.object({ a: z.string() }), {}, 'is missing'],
    [z.string(), 3, 'must be text'],
    [z.number(), 'x', 'must be a number'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.array(z.string()), {}, 'must be a list'],
    [z.string().min(1), '', 'must not be empty'],
    [z.string().max(3), 'long', 'must have at most 3 characters'],
    [z.array(z.number()).max(10_000), Array(10_001).fill(1), 'must have at most 10,000 entries'],
    [z.number().min(0), -1, 'must be at least 0'],
    [z.number().lt(5), 5, 'must be less than 5'],
    [z.enum(['run', 'plan_first']), 'x', 'must be one of run, plan_first'],
    [z.strictObject({}), { b: 1 }, 'has what is not a field of this: b'],
    [z.union([z.string(), z.number()]), true, 'is none of what may stand here'],
  ])('%#: %j', (schema, value, words) => expect(said(schema, value)).toEqual([words]))

  it('unless the schema says it better itself', () => {
    expect(said(z.string().min(1, 'give it a name'), '')).toEqual(['give it a name'])
  })

  it('by a task’s own JSON schema too', () => {
    const schema = { type: 'object', required: ['a'], properties: { a: { type: 'number' } } }
    expect(schemaErrors(schema, { b: 1 })).toEqual(['a: is missing'])
    expect(schemaErrors(schema, { a: 'x' })).toEqual(['a: must be a number'])
  })
})
