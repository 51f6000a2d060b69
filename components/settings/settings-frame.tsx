'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { Heading } from '../ui/heading.tsx'
import { TabLinks } from '../ui/tabs.tsx'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { useRow } from '../workspace/live.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'

const faces = [
  { path: '', label: 'General' },
  { path: '/members', label: 'Members' },
  { path: '/roles', label: 'Roles' },
  { path: '/playbooks', label: 'Playbooks' },
  { path: '/schedules', label: 'Schedules' },
  { path: '/hooks', label: 'Hooks' },
  { path: '/tokens', label: 'Your tokens' },
]

/** The frame of the settings. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { id, base, lane } = useWorkspace()
  const path = usePathname()
  const name = useRow(lane, 'workspace', id)?.name
  const root = `${base}/settings`
  return (
    <WorkspaceFrame
      header={
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1 px-4 pt-3 max-md:px-3">
          {name && <p className="truncate text-xs font-medium text-ink-3">{name}</p>}
          <Heading level={1}>Settings</Heading>
          <TabLinks
            label="Settings"
            className="border-b-0"
            items={faces.map((face) => ({
              href: `${root}${face.path}`,
              label: face.label,
              current: path === `${root}${face.path}`,
            }))}
          />
        </div>
      }
    >
      <div className="relative mx-auto grid w-full max-w-3xl grid-cols-[minmax(0,1fr)] gap-5 px-4 py-5 max-md:px-3">
        {children}
      </div>
    </WorkspaceFrame>
  )
}
