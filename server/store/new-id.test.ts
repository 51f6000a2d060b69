import { expect, test } from 'vitest'
import { newId } from './new-id.ts'

test('ids are UUIDs that sort in the order in which they were made, however many fall into one moment', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})
