'use client'

import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Mark } from '../ui/mark.tsx'
import { ShortcutTable } from '../ui/shortcut-help.tsx'
import { AccountMenu } from './account-menu.tsx'
import { WorkspaceFrame } from './frame.tsx'
import { useRole, useWorkspace } from './workspace-context.tsx'

/** The person: who one is here, theme, other workspaces, keys, sign out; `children` are what one may change of one's account. */
export function You({ children }: { children?: ReactNode }) {
  const { me } = useWorkspace()
  const role = useRole()
  return (
    <WorkspaceFrame>
      <div className="mx-auto grid max-w-xl gap-6 p-4 pt-8">
        <div className="flex items-center gap-4">
          <Mark kind="person" name={me.name} size="xl" />
          <div className="min-w-0">
            <Heading level={1}>{me.name}</Heading>
            <p className="truncate text-base text-ink-2">
              {me.email}, {role}
            </p>
          </div>
        </div>
        <AccountMenu trigger={<Button>Theme, workspaces, sign out</Button>} />
        {children}
        <section className="grid gap-2">
          <Heading level={2}>Keys</Heading>
          <ShortcutTable />
        </section>
      </div>
    </WorkspaceFrame>
  )
}
