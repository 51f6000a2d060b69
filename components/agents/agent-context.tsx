'use client'

import { createContext, useContext } from 'react'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { useRole, useWorkspace } from '../workspace/workspace-context.tsx'
import type { AgentWork } from './use-agent-detail.ts'

const AgentContext = createContext<AgentView | null>(null)

export const AgentProvider = AgentContext.Provider

/** The agent of this page. */
export function useAgent(): AgentView {
  const agent = useContext(AgentContext)
  if (!agent) throw new Error('This part needs an AgentFrame above it')
  return agent
}

const WorkContext = createContext<AgentWork | null>(null)

export const AgentWorkProvider = WorkContext.Provider

/** What the agent of this page did, does and uses up; read once for all parts of the page. */
export function useAgentWork(): AgentWork {
  const work = useContext(WorkContext)
  if (!work) throw new Error('This part needs an AgentFrame above it')
  return work
}

/** Whether this person may change the agent: its owner, and admins. */
export function useMayChange(agent: AgentView): boolean {
  const { me } = useWorkspace()
  const role = useRole()
  return role === 'owner' || role === 'admin' || (role === 'member' && agent.ownerId === me.memberId)
}
