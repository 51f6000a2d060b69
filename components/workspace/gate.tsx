'use client'

import { type ReactNode, useEffect, useState } from 'react'
import type { MeView } from '../../server/contract/views.ts'
import { Broken } from '../ui/broken.tsx'
import { Empty } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type Failure, getJson } from './http.ts'
import { meIn, WorkspaceProvider } from './workspace-context.tsx'

/** Finds out who asks, then opens the workspace; signed out, it goes to sign-in and comes back here. */
export function WorkspaceGate({ workspaceId, children }: { workspaceId: string; children: ReactNode }) {
  const [view, setView] = useState<MeView | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try reads again
  useEffect(() => {
    const stop = new AbortController()
    getJson<MeView>('/api/v1/me', stop.signal).then((got) => {
      if (stop.signal.aborted) return
      if (got.ok) return setView(got.value)
      if (got.code !== 'unauthenticated') return setFailure(got)
      location.replace(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)
    })
    return () => stop.abort()
  }, [tries])
  if (failure) {
    return (
      <Broken
        level={1}
        title="This workspace did not open"
        onRetry={() => {
          setFailure(null)
          setTries(tries + 1)
        }}
      >
        {failure.detail}
      </Broken>
    )
  }
  if (!view) return <Skeleton shape="rows" count={8} label="Opening the workspace" className="p-6" />
  const me = meIn(view, workspaceId)
  if (!me) {
    return (
      <Empty kind="no-right" title="No such workspace, or not yours">
        Ask the person who sent the link to invite {view.user.email}.
      </Empty>
    )
  }
  const others = view.workspaces.filter((one) => one.id !== workspaceId).map(({ id, name }) => ({ id, name }))
  return (
    <WorkspaceProvider key={workspaceId} workspaceId={workspaceId} me={me} others={others}>
      {children}
    </WorkspaceProvider>
  )
}
