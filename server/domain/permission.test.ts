import { expect, test } from 'vitest'
import { inScope, may, mayChange, outOfScope, rights, scopeGroups, verbs, verbsOf } from './permission.ts'
import { roles } from './workspace.ts'

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

test('S39 a token does only what its scopes name, and never more than its member may', () => {
  const owner = { role: 'owner', inRoom: true } as const
  expect(verbs.filter((verb) => may({ ...owner, scopes: ['goal.create'] }, verb))).toEqual(['goal.create'])
  for (const verb of verbs) {
    expect(may({ ...owner, scopes: [] }, verb), verb).toBe(true)
    expect(may({ ...owner, scopes: ['not a scope'] }, verb), verb).toBe(false)
    expect(may({ role: 'viewer', inRoom: true, scopes: [verb] }, verb), verb).toBe(
      may({ role: 'viewer', inRoom: true }, verb),
    )
  }
})

test('the groups of scopes cover every right once, and all of them read', () => {
  const read = verbs.filter((verb) => inScope(['read'], verb))
  expect(read).toEqual(['workspace.read', 'agent.read', 'delivery.read', 'room.read'])
  for (const group of scopeGroups)
    for (const verb of read) expect(inScope([group], verb), `${group} ${verb}`).toBe(true)
  for (const verb of verbs.filter((one) => !read.includes(one)))
    expect(
      scopeGroups.filter((group) => inScope([group], verb)),
      verb,
    ).toEqual([rights[verb].scope])
  expect(inScope(['work'], 'deliverable.decide')).toBe(false)
  expect(inScope(['review'], 'goal.create')).toBe(false)
})

test('who is out of scope is told which scope is missing', () => {
  for (const verb of verbs) expect(outOfScope(verb)).toContain(`"${verb}"`)
})

test('what somebody set up is theirs to change, and an owner’s or admin’s', () => {
  for (const role of roles) expect(mayChange({ id: 'me', role }, 'me'), role).toBe(true)
  expect(roles.filter((role) => mayChange({ id: 'me', role }, 'you'))).toEqual(['owner', 'admin'])
})
