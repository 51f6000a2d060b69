'use client'

import { useRows } from './live.ts'
import type { Kind } from './who.tsx'
import { useWorkspace } from './workspace-context.tsx'

/** Whether a name in a told story is an agent's or a person's, for its shape. */
export function useKindOf(): (name: string) => Kind {
  const agents = useRows(useWorkspace().lane, 'agents')
  return (name) => (agents.some((agent) => agent.name === name) ? 'agent' : 'member')
}
