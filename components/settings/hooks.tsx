'use client'

import dynamic from 'next/dynamic'
import type { HookView } from '../../server/contract/workspace-snapshot.ts'
import { Time } from '../ui/time.tsx'
import { act } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { Order, Orders } from './orders.tsx'
import { titleOf } from './title-of.ts'

const HookForm = dynamic(() => import('./hook-form.tsx').then((file) => file.HookForm), { ssr: false })

/** Addresses by which other systems start goals. */
export function Hooks() {
  const { lane } = useWorkspace()
  const hooks = useRows(lane, 'hooks').filter((hook) => hook.revokedAt === null)
  return (
    <Orders
      title="Hooks"
      one="hook"
      right="hook.change"
      about="A hook is an address that another system calls, signed with a secret of its own, to start a goal here."
      form={(done) => <HookForm onDone={done} />}
    >
      {hooks.map((hook) => (
        <One key={hook.id} hook={hook} />
      ))}
    </Orders>
  )
}

function One({ hook: { id, name, hint, goal, roomId, createdBy, lastUsedAt } }: { hook: HookView }) {
  const { lane } = useWorkspace()
  return (
    <Order
      {...{ name, roomId, createdBy }}
      right="hook.change"
      starts={`starts “${titleOf(goal)}”`}
      state={
        <>
          the address ends in <code className="font-mono text-xs">{hint}</code>,{' '}
          {lastUsedAt === null ? (
            'never called'
          ) : (
            <>
              last called <Time at={lastUsedAt} />
            </>
          )}
        </>
      }
      end={{
        word: 'Revoke',
        says: 'Calls to its address are refused from now on. Goals that it started go on.',
        run: () => act('hook.revoke', { hookId: id }, { until: lane, done: `${name} does not work any more` }),
      }}
    />
  )
}
