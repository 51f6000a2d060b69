'use client'

import { useState } from 'react'
import type { HookView } from '../../server/contract/workspace-snapshot.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Time } from '../ui/time.tsx'
import { act } from '../workspace/commands.ts'
import { useRow, useRows } from '../workspace/live.ts'
import { useMay, useRole, useWorkspace } from '../workspace/workspace-context.tsx'
import { HookForm } from './hook-form.tsx'
import { titleOf } from './terms-fields.tsx'

/** Addresses by which other systems start goals. */
export function Hooks() {
  const { lane } = useWorkspace()
  const hooks = useRows(lane, 'hooks').filter((hook) => hook.revokedAt === null)
  const mayChange = useMay('hook.change')
  const [adding, setAdding] = useState(false)
  const add = mayChange && (
    <Button tone="primary" onClick={() => setAdding(true)}>
      New hook
    </Button>
  )
  return (
    <>
      <Card title="Hooks" flush actions={hooks.length > 0 && add}>
        {hooks.length === 0 ? (
          <Empty level={3} title="No hook" action={add}>
            A hook is an address that another system calls, signed with a secret of its own, to start a goal here.
          </Empty>
        ) : (
          <ul>
            {hooks.map((hook) => (
              <One key={hook.id} hook={hook} />
            ))}
          </ul>
        )}
      </Card>
      <Dialog open={adding} onOpenChange={setAdding} title="New hook" width="md">
        {adding && <HookForm onDone={() => setAdding(false)} />}
      </Dialog>
    </>
  )
}

function One({ hook }: { hook: HookView }) {
  const { lane, base, me } = useWorkspace()
  const role = useRole()
  const room = useRow(lane, 'rooms', hook.roomId)
  const by = useRow(lane, 'members', hook.createdBy)?.name
  const may = useMay('hook.change')
  const mayRevoke = may && (hook.createdBy === me.memberId || role === 'owner' || role === 'admin')
  const { id, name, hint, goal, lastUsedAt } = hook
  const revoke = async () => {
    await act('hook.revoke', { hookId: id }, { until: lane, done: `${name} does not work any more` })
  }
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-t border-line px-4 py-3">
      <div className="grid min-w-0 flex-1 basis-56 gap-1">
        <p className="font-medium break-words">{name}</p>
        <p className="text-sm text-ink-2">
          starts “{titleOf(goal)}”
          {room && (
            <>
              {' in '}
              <a className="text-accent underline" href={`${base}/rooms/${room.id}`}>
                {room.name}
              </a>
            </>
          )}
          {by && `, as ${by}`}
        </p>
        <p className="text-sm text-ink-3">
          the address ends in <code className="font-mono text-xs">{hint}</code>,{' '}
          {lastUsedAt === null ? (
            'never called'
          ) : (
            <>
              last called <Time at={lastUsedAt} />
            </>
          )}
        </p>
      </div>
      {mayRevoke && (
        <ConfirmDialog
          trigger={
            <Button size="sm" tone="quiet">
              Revoke<span className="sr-only"> {name}</span>…
            </Button>
          }
          title={`Revoke ${name}?`}
          act={`Revoke ${name}`}
          onConfirm={revoke}
        >
          Calls to its address are refused from now on. Goals that it started go on.
        </ConfirmDialog>
      )}
    </li>
  )
}
