'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ComponentProps, useEffect, useRef, useState } from 'react'
import type { InboxItem } from '../../server/contract/views.ts'
import { announce } from '../ui/live-region.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { Split } from '../ui/split.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { useEarlyKeys } from './early-keys.ts'
import { usePlaces } from './jump.ts'
import { useRows } from './live.ts'
import { Bottom, Rail } from './rail.tsx'
import { useWaiting } from './waiting.ts'
import { useWorkspace } from './workspace-context.tsx'

const CommandMenu = dynamic(() => import('./command-menu.tsx'), { ssr: false })

const kindWords = {
  review: 'Review waits',
  question: 'Question for you',
  needs_human: 'A task needs a person',
  work: 'Work for you',
  plan: 'A plan waits for you',
  action: 'An agent asks leave',
  budget: 'A budget is used up',
  stale: 'Results are out of date',
  conflict: 'Answers contradict each other',
  goal_question: 'A goal is to be explained',
  mention: 'You are mentioned',
} as const satisfies Record<InboxItem['kind'], string>

/** Speaks to readers what newly waits for this person, and nothing else. */
function useSpokenWaiting(workspaceId: string) {
  const { items, at } = useWaiting(workspaceId)
  const known = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    if (at === 0) return
    const fresh = known.current ? items.filter((item) => !known.current?.has(item.id)) : []
    known.current = new Set(items.map((item) => item.id))
    const first = fresh[0]
    if (first)
      announce(`${kindWords[first.kind]}: ${first.title}${fresh.length > 1 ? `, and ${fresh.length - 1} more` : ''}`)
  }, [items, at])
}

/** Every signed-in page: rail, connection banner, command menu, bottom bar; the page brings header, face, foot and side panel. */
export function WorkspaceFrame(props: Omit<ComponentProps<typeof Split>, 'rail' | 'bottom' | 'banner'>) {
  const { id, base, lane } = useWorkspace()
  const router = useRouter()
  const [menu, setMenu] = useState(false)
  const [wanted, setWanted] = useState(false)
  const [ready, setReady] = useState(false)
  const rooms = useRows(lane, 'rooms')
  const agents = useRows(lane, 'agents')
  useSpokenWaiting(id)
  usePlaces(() => [
    { id: 'inbox', label: 'Inbox', group: 'Places', href: `${base}/inbox` },
    { id: 'rooms', label: 'All rooms', group: 'Places', href: `${base}/rooms` },
    { id: 'agents', label: 'All agents', group: 'Places', href: `${base}/agents` },
    { id: 'settings', label: 'Workspace settings', group: 'Places', href: `${base}/settings` },
    ...rooms.map((room) => ({ id: room.id, label: room.name, group: 'Rooms', href: `${base}/rooms/${room.id}` })),
    ...agents
      .filter((agent) => agent.status !== 'removed')
      .map((agent) => ({
        id: agent.id,
        label: agent.name,
        group: 'People and agents',
        href: `${base}/agents/${agent.id}`,
        hint: 'agent',
      })),
  ])
  const search = () => {
    setWanted(true)
    setMenu(true)
  }
  const showMenu = (open: boolean) => {
    setMenu(open)
    if (!open) setReady(false)
  }
  const typedEarly = useEarlyKeys(menu && !ready, () => showMenu(false))
  const onReady = () => {
    setReady(true)
    return typedEarly()
  }
  const everywhere = { group: 'Everywhere' }
  useShortcut('$mod+k', 'Command menu', search, { group: 'Everywhere', inFields: true })
  useShortcut('g i', 'Go to the inbox', () => router.push(`${base}/inbox`), everywhere)
  useShortcut('g r', 'Go to rooms', () => router.push(`${base}/rooms`), everywhere)
  useShortcut('g a', 'Go to agents', () => router.push(`${base}/agents`), everywhere)
  return (
    <>
      <Split {...props} rail={<Rail onSearch={search} />} bottom={<Bottom />} banner={<ConnectionBanner />} />
      {wanted && <CommandMenu open={menu} onOpenChange={showMenu} onReady={onReady} />}
    </>
  )
}
