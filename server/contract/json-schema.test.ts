import { describe, expect, it } from 'vitest'
import { schemaErrors, schemaProblem } from './json-schema.ts'

const schema = {
  type: 'object',
  required: ['title', 'rows'],
  properties: {
    title: { type: 'string', minLength: 1 },
    rows: { type: 'array', items: { type: 'object', properties: { price: { type: 'number' } } } },
  },
}

describe('a JSON schema from outside', () => {
  it('what conforms has no errors', () => {
    expect(schemaErrors(schema, { title: 'a', rows: [{ price: 1 }] })).toEqual([])
  })

  it('F31 each violation comes with its path', () => {
    const errors = schemaErrors(schema, { title: '', rows: [{}, { price: 'high' }] })
    expect(errors).toHaveLength(2)
    expect(errors[0]).toMatch(/^title: /)
    expect(errors[1]).toMatch(/^rows\[1\]\.price: .*number/)
    expect(schemaErrors(schema, 3)[0]).toMatch(/^The value: /)
  })

  it.each([null, 3, 'text', [], { $ref: 'https://evil.example/schema.json' }, { type: 'nonsense' }])(
    '%j cannot be used, and says so',
    (bad) => {
      expect(schemaProblem(bad)).toBeTypeOf('string')
      expect(schemaErrors(bad, {})).toHaveLength(1)
      expect(schemaErrors(bad, {})[0]).toMatch(/^The schema cannot be used/)
    },
  )

  it('S52 a pattern that could run for ever is refused, in properties and their names', () => {
    expect(schemaProblem({ type: 'string', pattern: '^(a+)+$' })).toContain('is refused')
    expect(schemaProblem({ type: 'object', properties: { x: { type: 'string', pattern: '(a|a)*' } } })).toContain(
      'is refused',
    )
    expect(schemaProblem({ type: 'object', patternProperties: { '(x*)*': { type: 'string' } } })).toContain(
      'is refused',
    )
    expect(schemaProblem({ type: 'object', properties: { pattern: { type: 'string' } } })).toBeNull()
  })

  it.each([
    ['^a*a*a*$', 320, 199],
    ['a+$', 1040, 999],
    ['^a*a*$', 1040, 999],
    ['^a*$', 1, 1_000_000],
  ])('S52 the pattern %s ends soon on the longest values it is given', (pattern, times, length) => {
    const schema = { type: 'array', items: { type: 'string', pattern } }
    const value = Array.from({ length: times }, () => `${'a'.repeat(length)}c`)
    const from = performance.now()
    expect(schemaErrors(schema, value)[0]).toMatch(/^\[0\]: /)
    expect(performance.now() - from).toBeLessThan(15_000)
  })

  it('S52 a string too long for the pattern of its schema is said to be so', () => {
    const slow = { type: 'string', pattern: '^a*a*a*$' }
    expect(schemaErrors(slow, 'a'.repeat(200))).toEqual([])
    expect(schemaErrors(slow, 'a'.repeat(201))[0]).toContain('too long')
  })

  it('F32 depth and strange keys do not break it', () => {
    const deep = JSON.parse(`${'['.repeat(9_000)}${']'.repeat(9_000)}`)
    expect(schemaErrors({ type: 'object' }, deep)).toHaveLength(1)
    expect(schemaErrors({ type: 'string', pattern: '^a$' }, deep)).toHaveLength(1)
    expect(schemaErrors({ type: 'object' }, JSON.parse('{"__proto__": {"x": 1}}'))).toEqual([])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
