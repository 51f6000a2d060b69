'use client'

import { rights, type Verb, verbsOf } from '../../server/domain/permission.ts'
import { roles } from '../../server/domain/workspace.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { useRole } from '../workspace/workspace-context.tsx'
import { roleWords } from './role-words.ts'
import { verbWords } from './verb-words.ts'

const can = new Map(roles.map((role) => [role, new Set<Verb>(verbsOf(role))]))

/** What each role can do, from the very table the server asks. */
export function Roles() {
  const mine = useRole()
  return (
    <>
      <p className="text-ink-2">
        You are <strong>{roleWords[mine].toLowerCase()}</strong>. Owners and admins are in every room; members and
        viewers do the acts marked with a room only in rooms they were added to. Agents have no role: they act only on
        work they were given.
      </p>
      <Table caption="What each role can do">
        <thead>
          <tr>
            <Th>Act</Th>
            {roles.map((role) => (
              <Th key={role} className={role === mine ? 'text-ink-1!' : ''}>
                {roleWords[role]}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(Object.keys(rights) as Verb[]).map((verb) => (
            <tr key={verb}>
              <Td className="min-w-44">
                {verbWords[verb]}
                {rights[verb].room && <span className="text-xs text-ink-3"> in a room</span>}
              </Td>
              {roles.map((role) => (
                <Td key={role}>
                  {can.get(role)?.has(verb) ? (
                    <>
                      <Glyph name="●" className="text-done" />
                      <span className="sr-only">yes</span>
                    </>
                  ) : (
                    <>
                      <span aria-hidden className="text-ink-3">
                        –
                      </span>
                      <span className="sr-only">no</span>
                    </>
                  )}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
