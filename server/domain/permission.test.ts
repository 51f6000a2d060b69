import { expect, test } from 'vitest'
import { may, rights, type Verb, verbsOf } from './permission.ts'
import { roles } from './workspace.ts'

const verbs = Object.keys(rights) as Verb[]

test('a stranger may do nothing', () => {
  for (const verb of verbs) expect(may(null, verb), verb).toBe(false)
})

test('a viewer may read and keep tokens of their own, and changes nothing', () => {
  const allowed = verbs.filter((verb) => may({ role: 'viewer', inRoom: true }, verb))
  expect(allowed.filter((verb) => !verb.endsWith('.read'))).toEqual(['token.create', 'token.revoke'])
})

test('a member outside a room may do nothing in it; owners and admins may everywhere', () => {
  for (const verb of verbs.filter((one) => rights[one].room)) {
    expect(may({ role: 'member', inRoom: false }, verb), verb).toBe(false)
    for (const role of ['owner', 'admin'] as const) expect(may({ role, inRoom: false }, verb), verb).toBe(true)
  }
})

test('each role may all that the one below it may', () => {
  for (const [i, role] of roles.entries()) {
    const below = roles[i + 1]
    if (below) expect(verbsOf(role)).toEqual(expect.arrayContaining(verbsOf(below)))
  }
})
